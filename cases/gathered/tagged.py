"""A tag: what carries it, by kind; the broader and narrower ones; those that go with it."""

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count
from django.utils.translation import gettext as _

from cases.dossiers import Dossier
from cases.facts.values import Value, named
from cases.models import Entry, Record, Tag, TaggedEntry

from .family import Family, family_of, narrower_and_broader

MOST_BESIDE = 12


@dataclass(frozen=True)
class ByKind:
    """How many records of each kind carry a tag."""

    template: ClassVar[str] = "records/parts/by_kind.html"
    after: ClassVar[str] = ""

    lines: list[tuple[str, int, str]]  # kinds, number, list


def by_kind(record: Record, linked: Dossier) -> ByKind | None:
    """The kinds that carry the tag, each with its list."""
    lines = [
        (str(section.kind.plural), section.total, section.list_url)
        for key, section in linked.sections.items()
        if key != "tag"  # narrower ones stand in the family
    ]
    return ByKind(lines) if len(lines) > 1 else None


def family(record: Record, linked: Dossier) -> Family | None:
    """Broader and narrower tags, and those that stand on the same records most often."""
    parents = dict(Tag.objects.exclude(parent=None).order_by("pk").values_list("pk", "parent"))
    groups = narrower_and_broader(record, parents)
    beside = [(_("On the same records"), _beside(record))]
    return family_of(record, groups, _("Tags around it"), beside)


def _beside(record: Record) -> list[Value]:
    """Other tags of the records that carry this one, the most frequent first."""
    carrying = TaggedEntry.objects.filter(tag=record.pk).values("content_object")
    rows = TaggedEntry.objects.filter(content_object__in=carrying).exclude(tag=record.pk)
    counted = rows.order_by().values_list("tag").annotate(n=Count("pk")).order_by("-n", "tag")
    numbers = dict(counted[:MOST_BESIDE])
    entries = Entry.objects.live().in_bulk(numbers)
    return [named(entries[pk], note=str(n)) for pk, n in numbers.items() if pk in entries]
