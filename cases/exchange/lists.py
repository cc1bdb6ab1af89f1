"""The records of a list, all of them, in the order of its page, a few in memory at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.text import slugify

from cases.dossiers import with_everything
from cases.filters import RecordFilter
from cases.kinds import Kind
from cases.models import Record

from .batches import Batch
from .names import Names

CHUNK = 500  # records with their links read at once
BATCH = 1000  # records read at once as plain values
MOST_NAME = 80  # characters of a file name, before its ending


@dataclass(frozen=True)
class Export:
    """What a list holds for a query string, as it is when asked."""

    kind: Kind
    numbers: Sequence[int]  # of its records; only to be cut into parts
    words: tuple[str, ...]  # of the filters chosen

    def __len__(self) -> int:
        """How many records there are: the total that the page gives."""
        return len(self.numbers)

    def records(self) -> Iterator[Record]:
        """Every record with its links and rows, in order; one withdrawn meanwhile is left out."""
        complete = with_rows(with_everything(self.kind.model.objects.all()), self.kind)
        for start in range(0, len(self.numbers), CHUNK):
            wanted = self.numbers[start : start + CHUNK]
            found = {record.pk: record for record in complete.filter(pk__in=wanted)}
            yield from (found[number] for number in wanted if number in found)

    def parts(self) -> Iterator[list[int]]:
        """The numbers of all records, in order, a few at a time."""
        for start in range(0, len(self.numbers), BATCH):
            yield list(self.numbers[start : start + BATCH])

    def batches(self, names: Names) -> Iterator[Batch]:
        """Every record as plain values, in order; one withdrawn meanwhile is left out."""
        for numbers in self.parts():
            yield Batch(self.kind, numbers, names)

    def file_name(self, ending: str) -> str:
        """`deployments-vsa-nice.csv`: the list and its filters, readable and safe."""
        parts = [self.kind.word, *(slugify(word) for word in self.words)]
        name = "-".join(part for part in parts if part)[:MOST_NAME].strip("-")
        return f"{name}.{ending}"


def asked(kind: Kind, params: QueryDict, newest_first: bool = False) -> Export:
    """The records that the page with this query string lists, on all of its pages."""
    if newest_first:
        params = params.copy()
        params["sort"] = "recent"
    chosen: RecordFilter = kind.filter(params, queryset=kind.model.objects.all())
    words = tuple(str(one["value"]) for one in chosen.chosen())
    return Export(kind, chosen.listed(), words)


def with_rows(queryset, kind: Kind):
    """The records with every nested row and whatever the rows link to, in a few queries."""
    lookups = ["entry__tags__entry", "entry__citations__source__source"]
    for rows in kind.form.ROWS:
        lookups += [rows.path, *(f"{rows.path}__{name}" for name in rows.links)]
    if any(field.name == "places" for field in kind.model._meta.many_to_many):
        lookups.append("places__place")
    return queryset.prefetch_related(*dict.fromkeys(lookups))
