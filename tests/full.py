"""A snapshot of any kind with every field and nested row filled in, made from its form."""

import uuid

from django import forms

from cases.forms.fields import (
    AmountField,
    EntriesField,
    EntryField,
    LinesField,
    PartialDateFormField,
    StoredFileField,
    TagsField,
    TermField,
    TermsField,
)
from cases.kinds import KINDS
from cases.models import Entry
from tests.make import make, make_term, store_picture

SPECIAL = {  # values that another field depends on, or that a format asks for
    "siren": "552059024", "country": "FR", "language": "fr", "currency": "EUR", "insee": "06088",
    "point": "place", "url": "https://example.org/a", "archived_url": "https://example.org/b",
    "website": "https://example.org/", "field": "description", "row_key": str(uuid.UUID(int=7)),
    "amount_min": "1000", "amount_max": "2500000", "latitude": 43.7, "longitude": 7.25,
}  # fmt: skip


NOT_KNOWN = "contested_by"  # what is said to be unknown can have no value


def full_state(key: str, word: str = "mot") -> dict:
    """Every field of the kind says something, but the one not known; texts contain `word`."""
    form = KINDS[key].form()
    state = {name: value_for(name, field, word) for name, field in form.fields.items()}
    for rows in form.ROWS:
        row = {name: value_for(name, field, word) for name, field in rows.form().fields.items()}
        state[rows.name] = [row | {"key": str(uuid.uuid4())}]
    for row in state.get("unknowns", []):
        row["field"] = NOT_KNOWN
        state[NOT_KNOWN] = ""
    return state


def value_for(name: str, field: forms.Field, word: str):
    """A plain value that the field accepts."""
    if name in SPECIAL:
        return SPECIAL[name]
    for known, value in _MAKERS:
        if isinstance(field, known):
            return value(field, word)
    return f"{word} {name}"[: getattr(field, "max_length", None) or 100]


def _some(kind: str, number: int) -> list:
    """Entries of a kind: those that are there, and as many more as it takes."""
    found = list(Entry.objects.live().filter(kind=kind).order_by("pk")[:number])
    return found + [make(kind).entry for _missing in range(number - len(found))]


def _term(field) -> str:
    return make_term(field.scheme, f"{field.scheme}-key").key


_MAKERS = [
    (EntriesField, lambda f, w: f.plain(_some(f.kinds[0], 2))),
    (EntryField, lambda f, w: f.plain(_some(f.kinds[0], 1)[0])),
    (TermsField, lambda f, w: [_term(f)]),
    (TermField, lambda f, w: _term(f)),
    (TagsField, lambda f, w: sorted(entry.slug for entry in _some("tag", 2))),
    (LinesField, lambda f, w: [f"{w} un", "deux"]),
    (PartialDateFormField, lambda f, w: "2022-06"),
    (StoredFileField, lambda f, w: store_picture()),
    (AmountField, lambda f, w: "12500000"),
    (forms.BooleanField, lambda f, w: True),
    (forms.ChoiceField, lambda f, w: next(str(v) for v, _l in f.choices if v)),
    (forms.DecimalField, lambda f, w: "71000000000"),
    (forms.IntegerField, lambda f, w: 12),
    (forms.FloatField, lambda f, w: 1.5),
    (forms.DateField, lambda f, w: "2022-06-15"),
    (forms.UUIDField, lambda f, w: str(uuid.uuid4())),
]
