"""The cells of a list: what each column of a kind shows of a record."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases import dates
from cases.facts.outdated import outdated
from cases.facts.values import (
    Mark,
    Value,
    amount_value,
    confidence_mark,
    figure_value,
    missing,
    values_of,
    words_of,
)
from cases.facts.when import telling_date
from cases.kinds import KINDS, Kind
from cases.models import Deployment, Record, Role
from cases.money import display_number

MOST_VALUES = 3
# Heads of the columns that are not fields of the model.
HEADS = {
    "suppliers": gettext_lazy("Vendor"),
    "since": gettext_lazy("Date"),
    "figure": gettext_lazy("Value"),
    "edited_on": gettext_lazy("Last edited"),
    "amount": gettext_lazy("Amount"),
}
NUMERIC = ("population", "amount", "figure", "deployments", "sources")
# What stands under the title rather than in a column of its own.
UNDER = {"deployment": "places", "place": "parent"}
# The fields that a column reads where it is not one itself.
NEEDED = {
    "amount": ("amount", "amount_min", "amount_max", "amount_text", "currency"),
    "figure": ("value", "value_qualifier", "value_text", "unit"),
}
# An empty cell that means that nobody has found the answer yet, not that there is none.
EXPECTED = (
    "suppliers", "amount", "since", "payer", "payee", "forum", "outcome", "publisher", "figure",
)  # fmt: skip


class Column(NamedTuple):
    """One column of a list."""

    name: str
    label: str
    numeric: bool = False


class Cell(NamedTuple):
    """What one column shows of one record."""

    column: Column
    values: tuple[Value, ...] = ()
    more: int = 0
    state: Mark | None = None


class Row(NamedTuple):
    """One record in a list."""

    record: Record
    under: tuple[Value, ...]
    cells: tuple[Cell, ...]
    contested: bool = False
    outdated: bool = False  # calculated, and an input changed since


def columns_of(kind: Kind) -> list[Column]:
    """The columns of a kind, beside its title; the number of sources closes most lists."""
    names = [name for name in kind.columns if name != UNDER.get(kind.key)]
    if kind.key == "place":
        names.append("deployments")
    elif kind.key not in ("source", "page", "tag", "term"):
        names.append("sources")
    return [Column(name, _head(kind, name), name in NUMERIC) for name in names]


def rows_of(kind: Kind, records) -> list[Row]:
    """The records as rows."""
    columns, records = columns_of(kind), list(records)
    changed = outdated(records)
    return [row_of(record, columns, is_outdated=record.pk in changed) for record in records]


def row_of(record: Record, columns: list[Column], is_outdated: bool = False) -> Row:
    """One record as a row."""
    under = UNDER.get(record.entry.kind)
    values = _field_values(record, under) if under else ()
    return Row(
        record, values[:MOST_VALUES], tuple(cell_of(record, column) for column in columns),
        record.contested, is_outdated,
    )  # fmt: skip


def cell_of(record: Record, column: Column) -> Cell:
    """One cell."""
    if column.name == "status" and record.entry.kind == "deployment":
        return Cell(column, state=_state(get_language(), record.status))
    read = READ.get(column.name)
    values = read(record) if read else _field_values(record, column.name)
    if not values and column.name in EXPECTED:
        values = _not_found(get_language())
    return Cell(column, values[:MOST_VALUES], max(0, len(values) - MOST_VALUES))


@lru_cache(100)
def _state(language: str, status: str) -> Mark:
    """The state of a deployment; asked for in the active language, which is named to be kept."""
    return Mark(f"state-{status}", words_of(Deployment._meta.get_field("status"), status))


@lru_cache(4000)
def _dated(language: str, value: str, confidence: str) -> tuple[Value, ...]:
    """A date with the box of its confidence, kept in the same way."""
    return (Value(dates.display(value, language), mark=confidence_mark(confidence)),)


@lru_cache(100)
def _not_found(language: str) -> tuple[Value, ...]:
    """What stands in a cell that nobody can fill yet, kept in the same way."""
    return (Value(mark=missing()),)


def _field_values(record: Record, name: str) -> tuple[Value, ...]:
    """Values of a field, without links: in a list only the title is one."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return tuple(Value(words) for words in sorted(map(str, getattr(record, name).all())))
    if field.is_relation:
        linked = getattr(record, name)
        return (Value(str(linked)),) if linked else ()
    return tuple(replace(value, url="") for value in values_of(record, field))


def _suppliers(record: Record) -> tuple[Value, ...]:
    roles = [role for role in record.roles.all() if role.role in Role.SUPPLY]
    return tuple(Value(name) for name in dict.fromkeys(str(role.entry) for role in roles))


def _since(record: Record) -> tuple[Value, ...]:
    dated = telling_date(record)
    return _dated(get_language() or "fr", dated.value, dated.confidence) if dated else ()


def _amount(record: Record) -> tuple[Value, ...]:
    value = amount_value(record, column=True)
    short = replace(value.mark, label=_("not disclosed")) if value.mark else None
    return (replace(value, mark=short, note=""),)


def _sources(record: Record) -> tuple[Value, ...]:
    cited = {c.source_id or c.acquisition for c in record.entry.citations.all()} - {""}
    return (Value(str(len(cited))),)


def _deployments(record: Record) -> tuple[Value, ...]:
    if not record.deployments:
        return ()
    return (Value(display_number(record.deployments, get_language() or "fr")),)


def _edited_on(record: Record) -> tuple[Value, ...]:
    day = record.edited_on
    return (Value(dates.display(day.isoformat(), get_language() or "fr")),) if day else ()


READ = {
    "suppliers": _suppliers,
    "since": _since,
    "amount": _amount,
    "figure": lambda record: (replace(figure_value(record), note=""),),
    "sources": _sources,
    "deployments": _deployments,
    "edited_on": _edited_on,
}


def _head(kind: Kind, name: str) -> str:
    if name == "sources":
        return str(KINDS["source"].plural)
    if name == "deployments":
        return str(KINDS["deployment"].plural)
    if name in HEADS:
        return str(HEADS[name])
    return str(kind.model._meta.get_field(name).verbose_name)
