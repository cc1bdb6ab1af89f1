"""A snapshot in words: what previews, reviews, history and comparisons show."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import dates, money
from cases.forms.fields import (
    AmountField,
    EntryField,
    PartialDateFormField,
    StoredFileField,
    TagsField,
    TermField,
    TermsField,
    Vocabulary,
)
from cases.kinds import KINDS, Kind
from cases.models import Entry
from cases.snapshots import says_nothing


@dataclass(frozen=True)
class Value:
    """One readable value: its words, and the address of the record it names."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One field in words."""

    name: str
    label: str
    values: tuple[Value, ...]

    @property
    def text(self) -> str:
        """The values as one text."""
        return "; ".join(value.text for value in self.values)


class Reader:
    """Reads the snapshots of one kind in the active language.

    `declared` gives the titles of records that exist only in the same contribution, by
    their place in it. Entries named by the states are looked up in one query.
    """

    def __init__(self, kind: Kind, *states: dict, declared: dict[int, str] | None = None):
        self.kind = kind
        self.form = kind.form
        self.declared = declared or {}
        self.vocabulary = Vocabulary()
        self.states = states
        self.entries = self._look_up(states)

    def lines(self, state: dict) -> list[Line]:
        """Every field of the state that says something."""
        fields = [self.line(name, state.get(name)) for name in self.names()]
        return [line for line in fields if line.values]

    def names(self) -> list[str]:
        """Fields, then nested rows, in the order of the form."""
        return [*self.form.base_fields, *(rows.name for rows in self.form.ROWS)]

    def line(self, name: str, value) -> Line:
        """One field or list of rows in words."""
        rows = next((rows for rows in self.form.ROWS if rows.name == name), None)
        if rows:
            values = tuple(self.row(rows, row) for row in value or [])
            return Line(name, str(rows.label), values)
        field = self.form.base_fields.get(name)
        if field is None:
            return Line(name, name, (Value(str(value)),) if value else ())
        return Line(name, str(field.label or name), tuple(self._values(field, value)))

    def row(self, rows, row: dict) -> Value:
        """One nested row on one line: `operates: Nice (inferred)`."""
        parts = []
        for name, field in rows.form.base_fields.items():
            default = name == "confidence" and row.get(name) == "stated"
            if name not in ("key", "row_key") and not default:
                text = "; ".join(value.text for value in self._values(field, row.get(name)))
                if name == "field" and text:
                    text = self.label_of(text)
                if text:
                    parts.append(text)
        return Value(" · ".join(parts))

    def label_of(self, path: str) -> str:
        """The words for a field path of a citation or a conflict: `amount`, `rows/<key>/value`."""
        if path.startswith("rows/"):
            return self._label_of_row(path.split("/")[1])
        field = self.form.base_fields.get(path)
        rows = next((rows for rows in self.form.ROWS if rows.name == path), None)
        return str(field.label if field else rows.label if rows else path)

    def _label_of_row(self, key: str) -> str:
        """`Dates: start · 2022`, or only that it is a row, where no state has it."""
        for rows in self.form.ROWS:
            for row in (row for state in self.states for row in state.get(rows.name) or []):
                if row.get("key") == key:
                    words = self.row(rows, row).text
                    return _("%(kind)s: %(row)s") % {"kind": rows.label, "row": words}
        return _("a row")

    def value_of(self, field: forms.Field, part) -> Value:
        """One plain value of a field in words."""
        return self._value(field, part)

    def _values(self, field: forms.Field, value):
        if says_nothing(value):
            return
        for part in value if isinstance(value, list) else [value]:
            yield self._value(field, part)

    def _value(self, field: forms.Field, part) -> Value:
        if isinstance(field, EntryField):
            return self._entry(field, str(part))
        if isinstance(field, TagsField):
            tag = self.entries.get(f"tag/{part}")
            return Value(str(tag) if tag else str(part))
        if isinstance(field, TermField | TermsField):
            term = self.vocabulary.scheme(field.scheme).get(part)
            return Value(str(term) if term else str(part))
        if isinstance(field, PartialDateFormField):
            return Value(dates.display(part, get_language()))
        if isinstance(field, AmountField):
            return Value(money.display_number(money.parse_amount(part), get_language()))
        if isinstance(field, StoredFileField):
            return Value(f"{str(part)[:8]}…{str(part)[-4:]}")
        if isinstance(field, forms.DateField):
            return Value(dates.display(str(part), get_language()))
        if isinstance(field, forms.BooleanField):
            return Value(_("yes"))
        if getattr(field, "choices", None):
            return Value(str(dict(field.choices).get(part, part)))
        return Value(str(part))

    def _entry(self, field: EntryField, address: str) -> Value:
        if address.startswith("@"):
            title = self.declared.get(int(address[1:]), address)
            return Value(_("%(title)s (new)") % {"title": title})
        reference = address if "/" in address else f"{field.kinds[0]}/{address}"
        entry = self.entries.get(reference)
        if entry is None:
            return Value(address)
        return Value(str(entry), entry.get_absolute_url() if entry.is_live else "")

    def _look_up(self, states) -> dict[str, Entry]:
        wanted = set()
        for state in states:
            _collect(self.form.base_fields, state, wanted)
            for rows in self.form.ROWS:
                for row in state.get(rows.name) or []:
                    _collect(rows.form.base_fields, row, wanted)
        slugs = {reference.partition("/")[2] for reference in wanted}
        found = Entry.objects.filter(slug__in=slugs)
        return {entry.reference: entry for entry in found if entry.reference in wanted}


def _collect(fields: dict, values: dict, wanted: set) -> None:
    for name, field in fields.items():
        if isinstance(field, TagsField):
            wanted.update(f"tag/{key}" for key in values.get(name) or [])
        if isinstance(field, EntryField) and values.get(name):
            given = values[name] if isinstance(values[name], list) else [values[name]]
            wanted.update(a if "/" in a else f"{field.kinds[0]}/{a}" for a in given)


def reader_for(key: str, *states: dict, **options) -> Reader:
    """A reader for the kind of this key."""
    return Reader(KINDS[key], *states, **options)
