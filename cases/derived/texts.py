"""The rendered Markdown of a record's texts, and the links that they make by name."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from cases import wikilinks
from cases.kinds import KINDS
from cases.models import Entry, Name, Record, WikiLink
from cases.text import render_markdown

from .steps import Step


def store(record: Record) -> None:
    """Render the texts again with their links, and keep what changed."""
    rendered, links = made_of(record)
    changed = {name: html for name, html in rendered.items() if html != getattr(record, name)}
    if changed:
        for name, html in changed.items():
            setattr(record, name, html)
        type(record).objects.filter(pk=record.pk).update(**changed)
    if _stored(record) != links:
        WikiLink.objects.filter(entry_id=record.pk).delete()
        WikiLink.objects.bulk_create(
            WikiLink(entry_id=record.pk, folded=folded, typed=typed, target_id=target)
            for folded, (typed, target) in links.items()
        )


def follow(steps: list[Step]) -> None:
    """Render again the texts of others whose links lead elsewhere than they did.

    Asked of the links that lead here and of those that have one of its names now; records that
    changed neither their names nor their place in the order cost two queries.
    """
    numbers = [step.entry.pk for step in steps]
    gone = [step.entry.pk for step in steps if not step.after]
    if gone:
        WikiLink.objects.filter(entry__in=gone).delete()
    names = Name.objects.filter(entry__in=numbers).values_list("folded", flat=True)
    keys = {step.entry.reference for step in steps} | set(names)
    near = WikiLink.objects.filter(Q(target__in=numbers) | Q(folded__in=keys))
    known = set(near.values_list("folded", "target").distinct())
    leads = wikilinks.resolve({folded for folded, _target in known})
    moved = {folded for folded, target in known if target != _pk(leads.get(folded))}
    if moved:
        _store_all(WikiLink.objects.filter(folded__in=moved).values("entry"))


def stale(record: Record) -> Iterator[str]:
    """A rendered text or the links are not those of the Markdown."""
    rendered, links = made_of(record)
    if any(getattr(record, name) != html for name, html in rendered.items()):
        yield "its rendered text is stale"
    if _stored(record) != links:
        yield "the links of its text are stale"


def made_of(record: Record) -> tuple[dict[str, str], dict[str, tuple[str, int | None]]]:
    """The HTML of each text by its column, and the links of all: what was typed, which record."""
    rendered, links = {}, {}
    for name in record.TEXTS:
        text = getattr(record, name)
        found = wikilinks.for_text(text)
        rendered[f"{name}_html"] = render_markdown(text, found.href_of)
        for key, typed in found.used.items():
            links.setdefault(key, (typed, _pk(found.targets.get(key))))
    return rendered, links


def _stored(record: Record) -> dict[str, tuple[str, int | None]]:
    return {row.folded: (row.typed, row.target_id) for row in record.entry.wikilinks.all()}


def _store_all(numbers) -> None:
    """Render the texts of these records again, read kind by kind."""
    by_kind = defaultdict(list)
    for kind, number in Entry.objects.filter(pk__in=numbers).values_list("kind", "pk"):
        by_kind[kind].append(number)
    for kind, pks in by_kind.items():
        for record in KINDS[kind].model.objects.filter(pk__in=pks):
            store(record)


def _pk(target: wikilinks.Target | None) -> int | None:
    return target.pk if target else None
