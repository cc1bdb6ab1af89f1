"""The snapshot: one plain JSON shape of a record, for changes, history, diffs and forms.

`{field: plain value}`: text, truth, numbers, decimals as text, links as stable addresses,
several links sorted, nested rows as lists of `{key: …}`.
"""

from collections.abc import Iterator

from django.db import models
from django.db.models import Prefetch
from django.http import QueryDict

from cases.forms.base import RecordForm
from cases.forms.fields import EntryField
from cases.forms.rows import Rows, plain, says_nothing
from cases.models import Entry, Record

__all__ = [
    "differences",
    "empty_snapshot",
    "form_data",
    "says_nothing",
    "snapshot",
    "stored_value",
    "whole",
]


def snapshot(record: Record, form_class: type[RecordForm]) -> dict:
    """What a stored record states, field by field."""
    fields = form_class.base_fields.items()
    stated = {name: plain(field, stored_value(record, name)) for name, field in fields}
    return stated | {rows.name: _stored_rows(record, rows) for rows in form_class.ROWS}


def whole(records: models.QuerySet, form_class: type[RecordForm]) -> models.QuerySet:
    """The records with all that a snapshot reads of them, in a few queries."""
    singles = [f.name for f in records.model._meta.fields if f.is_relation]
    several = [f.name for f in records.model._meta.many_to_many]
    nested = [
        Prefetch(rows.path, rows.form._meta.model.objects.select_related(*rows.links))
        for rows in form_class.ROWS
    ]
    return records.select_related(*singles).prefetch_related(*several, "entry__tags", *nested)


def linked_entries(record: Record, form_class: type[RecordForm]) -> Iterator[Entry]:
    """The entries that a stored record links to, by its fields and by its rows."""
    owners = [(record, form_class.base_fields)]
    owners += [
        (row, rows.form.base_fields) for rows in form_class.ROWS for row in rows.of(record).all()
    ]
    for owner, fields in owners:
        for name, field in fields.items():
            if isinstance(field, EntryField):
                value = stored_value(owner, name)
                yield from value if isinstance(value, list) else [value] if value else []


def empty_snapshot(form_class: type[RecordForm]) -> dict:
    """What a record that does not exist yet states: the default of every field."""
    form = form_class()
    fields = {name: plain(field, _blank(form, name)) for name, field in form.fields.items()}
    return fields | {rows.name: [] for rows in form.ROWS}


def stored_value(owner: models.Model, name: str):
    """The value of a field as a form field would have cleaned it."""
    value = getattr(owner, name)
    return list(value.all()) if hasattr(value, "all") else value


def form_data(snapshot: dict, form_class: type[RecordForm], prefix: str = "") -> QueryDict:
    """The data that a browser would send for this snapshot."""
    data = QueryDict(mutable=True)
    start = f"{prefix}-" if prefix else ""
    _put(data, start, form_class.base_fields, snapshot)
    for rows in form_class.ROWS:
        listed = snapshot.get(rows.name) or []
        row_start = f"{start}{rows.prefix}"
        for number, row in enumerate(listed):
            _put(data, f"{row_start}-{number}-", rows.form.base_fields, row)
    return data


def differences(before: dict, after: dict) -> dict:
    """Fields of `after` whose value is not that of `before`."""
    return {name: value for name, value in after.items() if before.get(name) != value}


def _put(data: QueryDict, start: str, fields: dict, values: dict) -> None:
    for name, field in fields.items():
        value = values.get(name)
        if hasattr(field, "typed") and value is not None:
            value = field.typed(value)
        if isinstance(value, list):
            data.setlist(start + name, [str(part) for part in value])
        elif value is True:
            data[start + name] = "on"
        elif value is not None and value is not False:
            # Empty text is sent too: left out, it would leave the stored value, or the default,
            # in place. And 0 is a value.
            data[start + name] = str(value)


def _blank(form: RecordForm, name: str):
    """The value of a field of a record not yet written; links are empty, not forbidden."""
    if name == "tags":
        return []
    field = form._meta.model._meta.get_field(name)
    if field.is_relation:
        return [] if field.many_to_many else None
    return getattr(form.instance, name)


def _stored_rows(record: Record, rows: Rows) -> list[dict]:
    fields = rows.form.base_fields
    return [
        {name: plain(field, stored_value(row, name)) for name, field in fields.items()}
        for row in rows.of(record).all()
    ]
