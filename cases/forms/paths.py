"""What a row may be about: the whole record, one of its fields, or one of its nested rows.

A path is empty, the name of a field or of a kind of rows, `rows/<key>` or `rows/<key>/<field>`.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import dates
from cases.models import Row
from cases.models.fields import PartialDateField

ROW = re.compile(r"rows/([0-9a-f-]{36})(?:/(\w+))?")
MOST_WORDS = 2  # values that name a row


def key_of(path: str) -> str:
    """The key of the nested row that a path leads to; "" for any other path."""
    match = ROW.fullmatch(path)
    return match[1] if match else ""


@dataclass(frozen=True)
class Paths:
    """The paths of one record: their words, and which rows there are."""

    fields: dict[str, str]  # fields and kinds of rows, with their labels
    rows: dict[str, str] = field(default_factory=dict)  # keys of the rows sent, with words
    gone: frozenset[str] = frozenset()  # keys of its rows that were not sent, or are taken away
    stored: frozenset[str] = frozenset()  # keys of its rows that say what is not known

    def choices(self) -> list:
        """The choices of an input: the whole record, its fields, its rows."""
        found = [("", _("the whole record")), (_("Fields"), list(self.fields.items()))]
        rows = [(f"rows/{key}", words) for key, words in self.rows.items()]
        return [*found, (_("Rows"), rows)] if rows else found

    def knows(self, path: str) -> bool:
        """True for a path that a row of this record may be about."""
        key = key_of(path)
        return path in self.fields or key in self.rows or key in self.gone

    def has_lost(self, path: str) -> bool:
        """True when the path leads to a row that was there, and is so no more."""
        return key_of(path) in self.gone


def paths_of(form, data, starts: dict[str, str], counts: dict[str, int]) -> Paths:
    """The paths of the record of a form.

    `starts` gives the prefix of each kind of row, `counts` how many rows of each prefix were sent.
    """
    fields = {name: one.label for name, one in form.fields.items()}
    fields |= {rows.name: rows.label for rows in form.ROWS if not rows.is_about}
    stored = _stored(form)
    if data is None:
        rows = {key: words for key, (_name, words) in stored.items()}
        return Paths(fields, rows, stored=frozenset(_stored_unknowns(form)))
    sent, gone = {}, set(stored)
    for rows in form.ROWS:
        if not rows.is_about:
            start = starts[rows.name]
            for key, number, stays in _sent_keys(data, start, counts[start]):
                words = stored.get(key, ("", f"{rows.label} {number + 1}"))[1]
                if stays:
                    sent[key] = words
                else:
                    gone.add(key)
    closed = {row["key"]: str(row["key"]) for rows in form.closed.values() for row in rows}
    there = sent | closed
    return Paths(fields, there, frozenset(gone - set(there)), frozenset(_stored_unknowns(form)))


def row_words(rows, row: Row) -> str:
    """A stored row in a few words: `Date: début, 2022`."""
    found = []
    for name in rows.form.base_fields:
        if name not in ("key", "row_key"):
            text = _words(row, name)
            if text:
                found.append(text)
    return _("%(kind)s: %(row)s") % {"kind": rows.label, "row": ", ".join(found[:MOST_WORDS])}


def _words(row: Row, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if value and isinstance(row._meta.get_field(name), PartialDateField):
        return dates.display(value, get_language() or "fr")
    return "" if value is None or isinstance(value, bool) else str(value)


def _stored(form) -> dict[str, tuple[str, str]]:
    """{key: (kind of row, words)} of the rows that the record has."""
    record = form.instance
    if record.pk is None or not record.version:
        return {}
    return {
        str(row.key): (rows.name, row_words(rows, row))
        for rows in form.ROWS
        if not rows.is_about
        for row in rows.of(record).all()
    }


def _stored_unknowns(form) -> list[str]:
    """Keys of the rows by which the record says already what is not known."""
    record = form.instance
    if record.pk is None or not record.version:
        return []
    return [str(row.key) for row in record.entry.unknowns.all()]


def _sent_keys(data, start: str, count: int):
    """(key, number, whether it stays) of the rows that were sent."""
    for number in range(count):
        key = data.get(f"{start}-{number}-key")
        if key:
            yield key, number, not data.get(f"{start}-{number}-DELETE")
