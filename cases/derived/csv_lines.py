"""The lines of tables made ahead: gone with what they said, in the transaction that changes it.

Nothing is made here: `cases.exchange.kept_lines` makes them again, out of the way of readers and
contributors.
"""

from collections.abc import Iterator
from functools import cache

from django.db import models

from cases.links import linking, relations
from cases.models import CsvLine, Entry, Record

from .steps import Step

# What the line of a record shows of another that it links to: its title, and where a source is.
# Its summary shows links of its text too, in the words that were typed, wherever they lead.
SHOWN = ("title", "name", "title_en", "name_en", "url")


def store(record: Record) -> None:
    """Nothing: `rebuild` drops all lines at once, and they are made again apart."""


def stale(record: Record) -> Iterator[str]:
    """Lines are compared many at once (`cases.integrity.csv_lines`)."""
    yield from ()


def follow(steps: list[Step]) -> None:
    """The lines of these records are stale, and those that show a title or address of theirs."""
    forget([step.entry.pk for step in steps])
    for entry, before, after in steps:
        if before and _shown(before) != _shown(after):
            forget_showing(entry.kind, [entry.pk])


def forget(numbers: list[int] | models.QuerySet) -> None:
    """Drop the lines of these records."""
    CsvLine.objects.filter(pk__in=numbers).delete()


def forget_all() -> None:
    """Drop every line."""
    CsvLine.objects.all().delete()


def forget_showing(kind: str, numbers: list[int]) -> None:
    """Drop the lines of all records that link to these."""
    for linked in linking(kind, numbers, owners=_without_lines()):
        forget(linked)


@cache
def _without_lines() -> tuple[type[models.Model], ...]:
    """The models whose links stand in no line that is kept: they are not asked."""
    from cases.kinds import KINDS

    shown = {Entry, *(KINDS[key].model for key in CsvLine.KINDS)}
    return tuple(
        model
        for model, _field, owner, _kinds in relations()
        if (model if owner == "pk" else model._meta.get_field(owner).related_model) not in shown
    )


def _shown(state: dict) -> list:
    return [state.get(name) for name in SHOWN]
