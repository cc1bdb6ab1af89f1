"""The columns of a table to take away: the same names in both languages, and for ever.

Beside `<field>`, in words, a link, a term or a choice has `<field>_id`, its stable key. A partial
date has `<field>_earliest` and `<field>_latest`, the days between which it lies. Several values
stand in one cell, separated by " | ", in the same order in the columns of one field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django import forms
from django.db import models
from django.urls import reverse

from cases import dates
from cases.cells import columns_of
from cases.facts.values import words_of
from cases.facts.when import role_key
from cases.forms.fields import EntryField, PartialDateFormField, TermField, TermsField
from cases.forms.rows import plain
from cases.kinds import Kind
from cases.models import Acquisition
from cases.models.fields import TextListField
from cases.text import summarise

from .lines import APART, KEYS, Cited, Dated, Line

BETWEEN = " | "
# Fields that another column of the table gives.
ELSEWHERE = ("tags",)
NUMBERS = (forms.DecimalField, forms.IntegerField, forms.FloatField)


# Addresses are given whole.
ADDRESSES = ("url", "website", "archived_url")
REMEMBERED = 2000  # values of a column whose words are kept while a file is written


@dataclass(frozen=True)
class Column:
    """One column: its name, and what it gives of a record: text, number, truth or nothing."""

    name: str
    read: Callable[[Line], object]


def columns(kind: Kind, address: Callable[[str], str]) -> list[Column]:
    """The columns of a kind; `address` makes a whole web address of a path."""
    start = address(reverse("record-detail", args=[kind.word, "0"])).removesuffix("0/")
    found = [
        Column("id", lambda line: line.slug),
        Column("url", lambda line: f"{start}{line.slug}/"),
    ]
    for name, field in kind.form.base_fields.items():
        if name not in ELSEWHERE:
            found += _of_field(name, field, kind.model._meta.get_field(name))
    for rows in kind.form.ROWS:
        if rows.name not in APART:
            found.append(Column(rows.name, _rows_reader(rows)))
    return [*found, *_telling(), *_sourcing(), *_counted(kind), *KEEPING]


def _of_field(name: str, field: forms.Field, stored: models.Field) -> list[Column]:
    """The one, two or three columns of a field."""
    if isinstance(field, PartialDateFormField):
        bounds = lru_cache(REMEMBERED)(_bounds)
        return [
            Column(name, lambda line: line.values[name]),
            Column(f"{name}_earliest", lambda line: bounds(line.values[name])[0]),
            Column(f"{name}_latest", lambda line: bounds(line.values[name])[1]),
        ]
    if isinstance(field, NUMBERS) or name in ("description", "description_en"):
        return [Column(name, lambda line: _raw(line.values[name]))]
    if isinstance(field, forms.BooleanField):
        return [Column(name, lambda line: "true" if line.values[name] else "false")]
    read = _words(stored)
    words = Column(name, lambda line: read(line.values[name]))
    if isinstance(field, EntryField | TermField | TermsField | forms.ChoiceField):
        return [words, Column(f"{name}_id", lambda line: _key(field, line.values[name]))]
    return [words]


def _raw(value):
    """A number as a number, so that nothing is added in front of its sign; a text as written."""
    if isinstance(value, Decimal):  # without the zeros of its column, and never as 7.1E+10
        return Decimal(format(value.normalize(), "f"))
    return "" if value is None else value


def _words(stored: models.Field) -> Callable[[object], str]:
    """Gives the words of a value of this field."""
    if stored.name in ADDRESSES:
        return str
    if stored.many_to_many or isinstance(stored, TextListField):
        return lambda several: BETWEEN.join(map(str, several))
    if stored.is_relation:
        return lambda linked: linked.title if linked else ""
    words = lru_cache(REMEMBERED)(lambda raw: words_of(stored, raw))
    return lambda raw: "" if raw in (None, "", False) else words(raw)


def _key(field: forms.Field, value) -> str:
    """What a snapshot holds: addresses, keys of terms, keys of choices."""
    if isinstance(value, list):  # in the order of the words beside it
        return BETWEEN.join(part for one in value for part in plain(field, [one]))
    return str(plain(field, value))


def _rows_reader(rows) -> Callable[[Line], str]:
    model = rows.form._meta.model
    names = [name for name in rows.form.base_fields if name not in KEYS]
    words = [(name, _words(model._meta.get_field(name))) for name in names]

    def read(line: Line) -> str:
        return BETWEEN.join(
            " · ".join(filter(None, (read_one(row[name]) for name, read_one in words)))
            for row in line.rows[rows.name]
        )

    return read


def _bounds(text: str):
    earliest, latest = dates.bounds(text) if text else (None, None)
    return earliest or "", latest or ""


def _telling() -> list[Column]:
    """The date that lists show, nothing where there is none; and all dates in one cell."""

    def of(read: Callable[[Dated], object]) -> Callable[[Line], object]:
        return lambda line: (read(line.telling) or "") if line.telling else ""

    return [
        Column("date", of(lambda dated: dated.value)),
        Column("date_earliest", of(lambda dated: dated.earliest)),
        Column("date_latest", of(lambda dated: dated.latest)),
        Column("date_role", of(role_key)),
        Column("date_confidence", of(lambda dated: dated.confidence)),
        Column("dates", lambda r: BETWEEN.join(f"{role_key(d)}: {d.value}" for d in r.dates)),
    ]


def _sourcing() -> list[Column]:
    """Each citation, in order."""
    acquired = lru_cache(REMEMBERED)(lambda key: str(dict(Acquisition.choices).get(key, key)))

    def of(read: Callable[[Cited], str]) -> Callable[[Line], str]:
        return lambda line: BETWEEN.join(map(read, line.citations))

    return [
        Column("sources", of(lambda c: c.source.title if c.source else acquired(c.acquisition))),
        Column("sources_id", of(lambda c: c.source.slug if c.source else c.acquisition)),
        Column("sources_url", of(lambda c: c.url)),
        Column("sources_locator", of(lambda c: c.locator)),
        Column("sources_field", of(lambda c: c.field)),
        Column("sources_confidence", of(lambda c: c.confidence)),
    ]


def _summary(line: Line) -> str:
    text = line.values["description"]
    return summarise(text) if text else ""


def _completeness(line: Line):
    value = line.values["entry__completeness"]
    return "" if value is None else value


KEEPING = [
    Column("tags", lambda line: BETWEEN.join(sorted(tag.title for tag in line.tags))),
    Column("summary", _summary),
    Column("verification", lambda line: line.values["entry__verification"]),
    Column("completeness", _completeness),
    Column("revision", lambda line: line.values["version"]),
    Column("verified_on", lambda line: line.values["verified_on"] or ""),
    Column("edited_on", lambda line: line.values["edited_on"] or ""),
]


def _counted(kind: Kind) -> list[Column]:
    """What only the list computes."""
    if any(column.name == "deployments" for column in columns_of(kind)):
        return [Column("deployments_here", lambda line: line.values["deployments"])]
    return []
