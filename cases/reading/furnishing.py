"""The records that are linked to a record, with what their rows and sentences show."""

from collections.abc import Sequence
from functools import cache

from django.db.models import prefetch_related_objects

from cases.kinds import Kind
from cases.models import Citation, DatedValue, Party, Record, Role
from cases.models.money import Derived
from cases.question import Instances

from .batch import Batch, Rows

# Texts of linked records stand on their own pages.
TEXTS = ("description", "description_html", "description_en", "description_en_html")
DATES = Rows.of(DatedValue.objects.all(), "dates", "entry", "role")
CITATIONS = Rows.of(Citation.objects.all(), "citations", "entry", "source")
OF_KINDS = {
    "deployment": Rows.of(Role.objects.all(), "roles", "deployment", "entry"),
    "legal": Rows.of(Party.objects.all(), "parties", "challenge", "entry"),
}


@cache
def _records(kind: Kind) -> Instances:
    """The question for the linked records of a kind, in the order of the page."""
    queryset, also = kind.model.objects.order_by("-entry_id"), ()
    if kind.key == "place":
        queryset, also = queryset.counted(), ("deployments",)
        queryset = queryset.order_by("-deployments", "entry__title", "pk")
    return Instances(queryset, "pk", without=TEXTS, also=also)


def read_records(numbers: dict[Kind, Sequence[int]]) -> dict[str, list[Record]]:
    """The records with these numbers, by kind, furnished."""
    found = {kind.key: _records(kind).of(some) for kind, some in numbers.items()}
    furnish(found)
    return found


def furnish(records: dict[str, list[Record]]) -> None:
    """Give records, by kind, their links, dates, citations, and those who play a part in them."""
    batch = Batch()
    for kind, some in records.items():
        batch.link_all(some)
        if kind in OF_KINDS:
            batch.rows_of_records(OF_KINDS[kind], some)
    numbers = [record.pk for some in records.values() for record in some]
    batch.rows_of_entries(DATES, numbers)
    batch.rows_of_entries(CITATIONS, numbers)
    batch.finish()
    with_inputs(record for some in records.values() for record in some)


def with_inputs(records) -> None:
    """Give calculated values the figures that they are calculated from."""
    derived = [r for r in records if isinstance(r, Derived) and r.inputs.all()]
    prefetch_related_objects(derived, "inputs__funding", "inputs__statistic")
