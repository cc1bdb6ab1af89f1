"""The columns of a table to take away: the same names in both languages, and for ever.

Beside `<field>`, in words, a link, a term or a choice has `<field>_id`, its stable key. A partial
date has `<field>_earliest` and `<field>_latest`, the days between which it lies. Several values
stand in one cell, separated by " | ", in the same order in the columns of one field.

A column is read for a batch of records at once, and the words of a value are found once, while they
are remembered: most columns have few values.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django import forms
from django.db import models
from django.urls import reverse

from cases import dates
from cases.cells import columns_of
from cases.codes import is_code
from cases.facts.values import words_of
from cases.facts.when import role_key
from cases.forms.fields import EntryField, PartialDateFormField, TermField
from cases.forms.rows import plain
from cases.kinds import Kind
from cases.models import Acquisition
from cases.models.fields import TextListField

from .batches import APART, Batch, Cited, Dated, fields_of
from .names import Names

BETWEEN = " | "
# Fields that another column of the table gives.
ELSEWHERE = ("tags",)
NUMBERS = (forms.DecimalField, forms.IntegerField, forms.FloatField)
TEXTS = (models.CharField, models.TextField)

# Addresses are given whole.
ADDRESSES = ("url", "website", "archived_url")
# Values of a column whose words are kept while a file is written; a cell has 100 bytes or so.
remembered = lru_cache(10_000)


@dataclass(frozen=True)
class Column:
    """One column: its name, and what it gives of each record: text, number, day or nothing."""

    name: str
    read: Callable[[Batch], list]


def columns(kind: Kind, address: Callable[[str], str], names: Names) -> list[Column]:
    """The columns of a kind; `address` makes a whole web address of a path."""
    start = address_of(kind, address)
    found = [
        Column("id", lambda batch: batch.values["entry__slug"]),
        Column("url", lambda batch: [f"{start}{slug}/" for slug in batch.values["entry__slug"]]),
    ]
    for name, field in kind.form.base_fields.items():
        if name not in ELSEWHERE:
            found += _of_field(name, field, kind.model._meta.get_field(name), names)
    for rows in kind.form.ROWS:
        if rows.name not in APART:
            found.append(Column(rows.name, _rows_reader(rows, names)))
    return [*found, *_telling(), *_sourcing(names), *_counted(kind), *_keeping(names)]


def address_of(kind: Kind, address: Callable[[str], str]) -> str:
    """What stands before the slug in the whole address of a record of a kind."""
    return address(reverse("record-detail", args=[kind.word, "0"])).removesuffix("0/")


def _of_field(name: str, field: forms.Field, stored: models.Field, names: Names) -> list[Column]:
    """The one, two or three columns of a field."""
    if isinstance(field, PartialDateFormField):
        bounds = remembered(_bounds)
        return [
            Column(name, _stored(name)),
            Column(f"{name}_earliest", _each(name, lambda text: bounds(text)[0])),
            Column(f"{name}_latest", _each(name, lambda text: bounds(text)[1])),
        ]
    if stored.many_to_many:
        return _of_links(name, field, names)
    if isinstance(field, NUMBERS):
        return [Column(name, _each(name, _number))]
    if isinstance(field, forms.BooleanField):
        return [Column(name, _each(name, lambda value: "true" if value else "false"))]
    if _is_as_stored(stored):
        return [Column(name, _stored(name))]
    words = Column(name, _each(name, remembered(_words(stored, names))))
    if isinstance(field, EntryField | TermField):
        key = remembered(lambda number: field.plain(names[number] if number else None))
    elif isinstance(field, forms.ChoiceField):
        key = remembered(lambda value: str(plain(field, value)))
    else:
        return [words]
    return [words, Column(f"{name}_id", _each(name, key))]


def _stored(name: str) -> Callable[[Batch], list]:
    """Gives the values of a field as they are."""
    return lambda batch: batch.values[name]


def _each(name: str, read: Callable) -> Callable[[Batch], list]:
    """Gives what `read` makes of each value of a field."""
    return lambda batch: list(map(read, batch.values[name]))


def _of_links(name: str, field: forms.Field, names: Names) -> list[Column]:
    """The words and the keys of the records that a field names."""

    @remembered
    def words(several: str | None) -> str:
        return BETWEEN.join(linked.title for linked in names.by_title(several))

    @remembered
    def keys(several: str | None) -> str:  # in the order of the words beside it
        return BETWEEN.join(
            part for linked in names.by_title(several) for part in plain(field, [linked])
        )

    return [
        Column(name, _each(name, words)),
        Column(f"{name}_id", _each(name, keys)),
    ]


def _number(value):
    """A number as a number, so that nothing is added in front of its sign."""
    if isinstance(value, Decimal):  # without the zeros of its column, and never as 7.1E+10
        return Decimal(format(value.normalize(), "f"))
    return "" if value is None else value


def _is_as_stored(stored: models.Field) -> bool:
    """True for a text whose words are the text itself."""
    is_text = type(stored) in TEXTS and not stored.choices and not is_code(stored.name)
    return (is_text or stored.name in ADDRESSES) and not stored.null


def _words(stored: models.Field, names: Names) -> Callable[[object], str]:
    """Gives the words of a value of this field."""
    if _is_as_stored(stored):
        return str
    if isinstance(stored, TextListField):
        return lambda written: BETWEEN.join(map(str, json.loads(written)))
    if stored.is_relation:
        return lambda number: names[number].title if number else ""
    return lambda raw: "" if raw in (None, "", False) else words_of(stored, raw)


def _rows_reader(rows, names: Names) -> Callable[[Batch], list]:
    """Gives the words of the nested rows of one kind."""
    readers = [_words(field, names) for field in fields_of(rows)]

    @remembered
    def words(row: tuple) -> str:
        cells = (read(value) for read, value in zip(readers, row, strict=True))
        return " · ".join(filter(None, cells))

    return lambda batch: [
        BETWEEN.join([words(row[1:]) for row in listed]) if listed else ""
        for listed in batch.rows[rows.name]
    ]


def _bounds(text: str):
    earliest, latest = dates.bounds(text) if text else (None, None)
    return earliest or "", latest or ""


def _telling() -> list[Column]:
    """The date that lists show, nothing where there is none; and all dates in one cell."""

    def of(read: Callable[[Dated], object]) -> Callable[[Batch], list]:
        return lambda batch: [(read(dated) or "") if dated else "" for dated in batch.telling]

    def all_of(listed: Iterable[Dated]) -> str:
        return BETWEEN.join([f"{role_key(dated)}: {dated.value}" for dated in listed])

    return [
        Column("date", of(lambda dated: dated.value)),
        Column("date_earliest", of(lambda dated: dated.earliest)),
        Column("date_latest", of(lambda dated: dated.latest)),
        Column("date_role", of(role_key)),
        Column("date_confidence", of(lambda dated: dated.confidence)),
        Column("dates", lambda batch: list(map(all_of, batch.dates))),
    ]


def _sourcing(names: Names) -> list[Column]:
    """Each citation, in order."""
    acquired = remembered(lambda key: str(dict(Acquisition.choices).get(key, key)))

    def of(read: Callable[[Cited], str]) -> Callable[[Batch], list]:
        return lambda batch: [BETWEEN.join(map(read, cited)) for cited in batch.cited]

    return [
        Column("sources", of(
            lambda c: names[c.source].title if c.source else acquired(c.acquisition))),
        Column("sources_id", of(lambda c: names[c.source].slug if c.source else c.acquisition)),
        Column("sources_url", of(lambda c: names[c.source].url if c.source else "")),
        Column("sources_locator", of(lambda c: c.locator)),
        Column("sources_field", of(lambda c: c.field)),
        Column("sources_confidence", of(lambda c: c.confidence)),
    ]  # fmt: skip


def _keeping(names: Names) -> list[Column]:
    """Tags, and what the register says of the record itself."""

    @remembered
    def tags(several: str | None) -> str:
        return BETWEEN.join(linked.title for linked in names.by_title(several))

    return [
        Column("tags", _each("tags", tags)),
        Column("summary", lambda batch: batch.summaries),
        Column("verification", _stored("entry__verification")),
        Column("completeness", _each("entry__completeness", _number)),
        Column("revision", _stored("version")),
        Column("verified_on", _each("verified_on", lambda day: day or "")),
        Column("edited_on", _each("edited_on", lambda day: day or "")),
    ]


def _counted(kind: Kind) -> list[Column]:
    """What only the list computes."""
    if any(column.name == "deployments" for column in columns_of(kind)):
        return [Column("deployments_here", _stored("deployments"))]
    return []
