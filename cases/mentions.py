"""Who names a record: the texts that mention it, all that links to it, and what is wanted."""

from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from cases.dossiers import ORDER
from cases.kinds import KINDS, Kind
from cases.links import linking
from cases.models import Entry, WikiLink

MOST_SHOWN = 20  # on the page of a record; all of them stand on its page of links


@dataclass(frozen=True)
class Group:
    """The records of one kind that link to a record."""

    kind: Kind
    entries: list[Entry]


def mentions_of(entry: Entry) -> QuerySet:
    """Live records whose text names this one, by title."""
    texts = WikiLink.objects.filter(target=entry).exclude(entry=entry).values("entry")
    return Entry.objects.live().filter(pk__in=texts).order_by("title", "pk")


def inbound_of(entry: Entry) -> QuerySet:
    """Live records that link here by a field, a row, a tag or their text; by kind and title."""
    numbers = linking(entry.kind, [entry.pk])
    texts = WikiLink.objects.order_by().filter(target=entry).values("entry")
    found = texts.union(*numbers) if numbers else texts
    live = Entry.objects.live().filter(pk__in=found).exclude(pk=entry.pk)
    return live.order_by("kind", "title", "pk")


def grouped(entries: list[Entry]) -> list[Group]:
    """Entries under the words of their kinds, in the order of the sections of a record."""
    order = [kind for kind in (*ORDER, *KINDS) if any(entry.kind == kind for entry in entries)]
    return [
        Group(KINDS[kind], [entry for entry in entries if entry.kind == kind])
        for kind in dict.fromkeys(order)
    ]


def wanted() -> QuerySet:
    """Names that texts link to and that no record has: how many texts, the most wanted first."""
    links = WikiLink.objects.filter(
        target=None, entry__merged_into=None, entry__withdrawn_on=None
    ).exclude(folded__contains="/")
    counted = links.values("folded").annotate(texts=Count("entry"), name=Min("typed"))
    return counted.order_by("-texts", "folded")


def with_texts(names: list[dict]) -> list[dict]:
    """Each wanted name with some of the records whose text names it, read in one query."""
    links = WikiLink.objects.filter(
        target=None, folded__in=[name["folded"] for name in names],
        entry__merged_into=None, entry__withdrawn_on=None,
    ).select_related("entry").order_by("entry__title", "entry_id")  # fmt: skip
    found = {}
    for link in links[:2000]:
        found.setdefault(link.folded, []).append(link.entry)
    return [name | {"entries": found.get(name["folded"], [])[:3]} for name in names]
