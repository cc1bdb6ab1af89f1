"""Which records may show other facets than before, for the index that each process holds.

A process at data version 7 reads the lines after 7 and asks again about those records alone.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q

from cases.links import linking
from cases.models import (
    ChangedEntry,
    DataVersion,
    Entry,
    Event,
    Funding,
    LegalChallenge,
    Place,
    Record,
)

from .steps import Step

# Kinds whose records tell, in the facets of deployments, something of those that they name. What a
# deployment tells of its places and suppliers follows in the index itself (facets/through.py).
TELL_OF_DEPLOYMENTS = ("funding",)
# Kinds that lie in one another: a record counts for what its place, term or tag lies in.
TREES = ("place", "term", "tag")
CHUNK = 1000


def store(record: Record) -> None:
    """Nothing: what changed is known only by comparing."""


def stale(record: Record) -> Iterator[str]:
    """Nothing stored follows from a record alone."""
    yield from ()


def follow(steps: list[Step]) -> None:
    """Note the records, and those that show something of them."""
    numbers, named = {step.entry.pk for step in steps}, set()
    for entry, before, after in steps:
        if entry.kind in TELL_OF_DEPLOYMENTS:
            named.update(before.get("deployments") or (), after.get("deployments") or ())
        if entry.kind in TREES and before and before.get("parent") != after.get("parent"):
            numbers |= _below(entry)
    if named:
        told = Entry.objects.filter(kind="deployment", slug__in=named)
        numbers |= set(told.values_list("pk", flat=True))
    deployments = [step.entry.pk for step in steps if step.entry.kind == "deployment"]
    if deployments:
        numbers |= _naming(deployments)
    note(numbers)


def note(numbers: Iterable[int]) -> None:
    """Write down that these records changed, inside the transaction that changes them."""
    version = DataVersion.current()
    lines = [ChangedEntry(version=version, entry_id=number) for number in sorted(numbers)]
    ChangedEntry.objects.bulk_create(lines, CHUNK)


def everything() -> None:
    """Write down that any record may have changed; older lines say nothing more then."""
    forget(DataVersion.current())


def forget(until: int) -> int:
    """Drop the lines up to a version, and say how many: who knows no later one reads all again."""
    with transaction.atomic():
        dropped = ChangedEntry.objects.filter(version__lte=until).delete()[0]
        ChangedEntry.objects.create(version=until, entry=None)
    return dropped


def _naming(deployments: Iterable[int]) -> set[int]:
    """Money, contests and events count for the places and suppliers of their deployments."""
    found: set[int] = set()
    for model in (Funding, LegalChallenge, Event):
        rows = model.objects.filter(deployments__in=deployments).order_by()
        found |= set(rows.values_list("pk", flat=True))
    return found


def _below(entry: Entry) -> set[int]:
    """The records of what lies inside a place, a term or a tag that moved."""
    if entry.kind == "place":
        inside = list(Place.objects.inside(entry).order_by().values_list("pk", flat=True))
    else:
        parent = Q(**{f"{entry.kind}__parent": entry})
        inside = [entry.pk, *Entry.objects.filter(parent).values_list("pk", flat=True)]
    selects = linking(entry.kind, inside)
    linked = selects[0].union(*selects[1:]) if len(selects) > 1 else selects[0]
    found = set(Entry.objects.filter(pk__in=linked).values_list("pk", flat=True)) | set(inside)
    return found | _naming(found)
