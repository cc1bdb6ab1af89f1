"""The columns of a table to take away: the same names in both languages, and for ever.

Beside `<field>`, in words, a link, a term or a choice has `<field>_id`, its stable key. A partial
date has `<field>_earliest` and `<field>_latest`, the days between which it lies. Several values
stand in one cell, separated by " | ", in the same order in the columns of one field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django import forms

from cases import dates
from cases.cells import columns_of
from cases.facts.values import values_of
from cases.facts.when import role_key, telling_date
from cases.forms.fields import EntryField, PartialDateFormField, TermField, TermsField
from cases.forms.rows import plain
from cases.kinds import Kind
from cases.models import Record
from cases.snapshots import stored_value
from cases.text import summarise

BETWEEN = " | "
# Fields that another column of the table gives.
ELSEWHERE = ("tags",)
NUMBERS = (forms.DecimalField, forms.IntegerField, forms.FloatField)


@dataclass(frozen=True)
class Column:
    """One column: its name, and what it gives of a record: text, number, truth or nothing."""

    name: str
    read: Callable[[Record], object]


def columns(kind: Kind, address: Callable[[str], str]) -> list[Column]:
    """The columns of a kind; `address` makes a whole web address of a path."""
    found = [
        Column("id", lambda record: record.entry.slug),
        Column("url", lambda record: address(record.get_absolute_url())),
    ]
    for name, field in kind.form.base_fields.items():
        if name not in ELSEWHERE:
            found += _of_field(name, field)
    for rows in kind.form.ROWS:
        if rows.name not in ("dates", "citations"):
            found.append(Column(rows.name, _rows_reader(rows)))
    return [*found, *TELLING, *SOURCING, *_counted(kind), *KEEPING]


def _of_field(name: str, field: forms.Field) -> list[Column]:
    """The one, two or three columns of a field."""
    if isinstance(field, PartialDateFormField):
        return [
            Column(name, lambda record: getattr(record, name)),
            Column(f"{name}_earliest", lambda record: _bounds(getattr(record, name))[0]),
            Column(f"{name}_latest", lambda record: _bounds(getattr(record, name))[1]),
        ]
    if isinstance(field, NUMBERS) or name in ("description", "description_en"):
        return [Column(name, lambda record: _raw(record, name))]
    if isinstance(field, forms.BooleanField):
        return [Column(name, lambda record: "true" if getattr(record, name) else "false")]
    words = Column(name, lambda record: _words(record, name))
    if isinstance(field, EntryField | TermField | TermsField | forms.ChoiceField):
        return [words, Column(f"{name}_id", lambda record: _key(record, name, field))]
    return [words]


def _raw(record: Record, name: str):
    """A number as a number, so that nothing is added in front of its sign; a text as written."""
    value = getattr(record, name)
    if isinstance(value, Decimal):  # without the zeros of its column, and never as 7.1E+10
        return Decimal(format(value.normalize(), "f"))
    return "" if value is None else value


def _words(record, name: str) -> str:
    if name in ("url", "website", "archived_url"):
        return getattr(record, name)
    return BETWEEN.join(value.text for value in values_of(record, record._meta.get_field(name)))


def _key(record: Record, name: str, field: forms.Field) -> str:
    """What a snapshot holds: addresses, keys of terms, keys of choices."""
    value = stored_value(record, name)
    if isinstance(value, list):
        value = sorted(value, key=str)  # in the order of the words beside it
        one = [plain(field, [part]) for part in value]
        return BETWEEN.join(part for parts in one for part in parts)
    return str(plain(field, value))


def _rows_reader(rows) -> Callable[[Record], str]:
    names = [name for name in rows.form.base_fields if name not in ("key", "row_key")]

    def read(record: Record) -> str:
        return BETWEEN.join(
            " · ".join(filter(None, (_words(row, name) for name in names)))
            for row in rows.of(record).all()
        )

    return read


def _bounds(text: str):
    earliest, latest = dates.bounds(text) if text else (None, None)
    return earliest or "", latest or ""


def _telling(read: Callable) -> Callable[[Record], object]:
    """Reads the date that lists show; nothing where there is none."""

    def of(record: Record):
        dated = telling_date(record)
        return (read(dated) or "") if dated else ""

    return of


def _sourcing(read: Callable) -> Callable[[Record], str]:
    """Reads each citation, in order."""
    return lambda record: BETWEEN.join(read(c) for c in record.entry.citations.all())


def _source_url(citation) -> str:
    source = getattr(citation.source, "source", None) if citation.source else None
    return source.url if source else ""


TELLING = [
    Column("date", _telling(lambda dated: dated.value)),
    Column("date_earliest", _telling(lambda dated: dated.earliest)),
    Column("date_latest", _telling(lambda dated: dated.latest)),
    Column("date_role", _telling(role_key)),
    Column("date_confidence", _telling(lambda dated: dated.confidence)),
    Column(
        "dates",
        lambda record: BETWEEN.join(f"{role_key(d)}: {d.value}" for d in record.entry.dates.all()),
    ),
]
SOURCING = [
    Column("sources", _sourcing(lambda c: str(c.source or c.get_acquisition_display()))),
    Column("sources_id", _sourcing(lambda c: c.source.slug if c.source else c.acquisition)),
    Column("sources_url", _sourcing(_source_url)),
    Column("sources_locator", _sourcing(lambda c: c.locator)),
    Column("sources_field", _sourcing(lambda c: c.field)),
    Column("sources_confidence", _sourcing(lambda c: c.confidence)),
]
KEEPING = [
    Column("tags", lambda r: BETWEEN.join(sorted(str(t.entry) for t in r.entry.tags.all()))),
    Column("summary", lambda r: summarise(r.description) if r.description else ""),
    Column("verification", lambda r: r.entry.verification),
    Column("completeness", lambda r: "" if (n := r.entry.completeness) is None else n),
    Column("revision", lambda r: r.version),
    Column("verified_on", lambda r: r.verified_on or ""),
    Column("edited_on", lambda r: r.edited_on or ""),
]


def _counted(kind: Kind) -> list[Column]:
    """What only the list computes."""
    if any(column.name == "deployments" for column in columns_of(kind)):
        return [Column("deployments_here", lambda record: record.deployments)]
    return []
