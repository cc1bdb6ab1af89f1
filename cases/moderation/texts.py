"""What a person typed in their own words: what is searched for traces, and compared."""

import hashlib

from django import forms

from cases.forms.fields import (
    AmountField,
    EntryField,
    LinesField,
    LongTextField,
    PartialDateFormField,
    TagsField,
)
from cases.kinds import KINDS
from cases.text import fold

MOST_TEXT = 60_000  # characters of a contribution that are looked at
# A text of so many words is not written twice by chance; a shorter one counts with its places.
TELLING_WORDS = 12
# The keys of rows are drawn anew each time; Django counts their field among the texts.
NOT_WORDS = (AmountField, EntryField, PartialDateFormField, TagsField, forms.UUIDField)


def free_texts(proposal) -> list[str]:
    """Every text of a proposal that was typed freely: no link, choice, date, amount or key."""
    return _texts(proposal, forms.CharField)


def prose(proposal) -> list[str]:
    """The longer texts alone, in which people write sentences."""
    return _texts(proposal, LongTextField)


def hash_of_texts(proposals: list) -> str:
    """The same for two contributions that say the same words; empty where nothing is said.

    A title is left out, since many are made from the place: long texts are compared
    wherever they are sent, short ones (« une caméra ») only together with everything else.
    """
    words = [fold(text) for p in proposals for text in _texts(p, forms.CharField, titles=False)]
    words = [text for text in words if text]
    if sum(len(text.split()) for text in words) < TELLING_WORDS:
        words += [fold(_flat(proposal.data)) for proposal in proposals]
    said = "\n".join(text for text in words if text)
    return hashlib.sha256(said.encode()).hexdigest() if said else ""


def _texts(proposal, wanted: type, titles: bool = True) -> list[str]:
    kind = KINDS[proposal.kind]
    rows = {rows.name: rows.form.base_fields for rows in kind.form.ROWS}
    found, room = [], MOST_TEXT
    for name, value in proposal.data.items():
        if name == kind.label_field and not titles:
            continue
        if name in rows:
            fields = [(rows[name].get(part), v) for row in value for part, v in row.items()]
        else:
            fields = [(kind.form.base_fields.get(name), value)]
        for field, said in fields:
            if isinstance(field, wanted) and not isinstance(field, NOT_WORDS) and said:
                text = "\n".join(said) if isinstance(field, LinesField) else str(said)
                found.append(text[:room])
                room -= len(found[-1])
    return [text for text in found if text]


def _flat(value) -> str:
    """Every text of a value, without the keys of rows, which are drawn anew each time."""
    if isinstance(value, dict):
        parts = [_flat(part) for name, part in sorted(value.items()) if name != "key"]
    elif isinstance(value, list):
        parts = [_flat(part) for part in value]
    else:
        parts = ["" if value is None or isinstance(value, bool) else str(value)]
    return " ".join(part for part in parts if part)
