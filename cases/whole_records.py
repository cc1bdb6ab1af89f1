"""Every record with all that it states and all that follows from it, some hundreds in memory."""

from collections.abc import Iterator

from django.db.models import QuerySet

from cases.derived.verification import SOURCES
from cases.exchange.lists import with_rows
from cases.kinds import Kind
from cases.models import Record

CHUNK = 300


def stated(kind: Kind) -> Iterator[list[Record]]:
    """The records of a kind that a revision states, in chunks: a few queries for each chunk."""
    links = [f.name for f in kind.model._meta.fields if f.is_relation and f.name != "entry"]
    several = [f.name for f in kind.model._meta.many_to_many]
    records = with_rows(kind.model.objects.select_related("entry", *links), kind).prefetch_related(
        *several, *(f"entry__citations__{path}" for path in SOURCES), "entry__wikilinks",
        "entry__gaps",
    )  # fmt: skip
    numbers = list(
        kind.model.objects.filter(version__gt=0).order_by("pk").values_list("pk", flat=True)
    )
    for start in range(0, len(numbers), CHUNK):
        yield list(records.filter(pk__in=numbers[start : start + CHUNK]).order_by("pk"))


def unstated(kind: Kind) -> QuerySet:
    """Those that no revision states: places of the reference edition, tens of thousands."""
    return kind.model.objects.filter(version=0).select_related("entry")
