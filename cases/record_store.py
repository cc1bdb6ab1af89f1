"""Storing records with all that they bring, one or a thousand: few statements for each table.

Only the writer of records calls this, and the maker of made-up registers.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from django.db import models

from cases.derived.making import COLUMNS
from cases.kinds import KINDS
from cases.made import Made, Stored
from cases.models import Entry, Gap, Name, Row, TaggedEntry, WikiLink

BATCH = 2000  # rows in one statement, where the database takes as many


def store(made: list[Made], derived: list[list[models.Model]]) -> None:
    """Write records, their entries, rows, links and tags, and the rows that derive from each."""
    new = defaultdict(list)
    for one in made:
        if one.entry._state.adding:
            new[Entry].append(one.entry)
        else:
            one.entry.save(update_fields=COLUMNS)
    for one, follows in zip(made, derived, strict=True):
        stored = one.stored or Stored()
        if one.stored:
            one.record.save()
            follows = _replaced(one.entry, follows)
        else:
            new[type(one.record)].append(one.record)
        for row in [*_rows(one, stored), *_links(one, stored), *_tags(one, stored), *follows]:
            new[type(row)].append(row)
    for model, rows in new.items():
        model.objects.bulk_create(rows, BATCH)


def _rows(made: Made, stored: Stored) -> Iterator[Row]:
    """Nested rows of a kind are replaced as a whole, where any differs: their keys stay."""
    for rows in KINDS[made.entry.kind].form.ROWS:
        wanted, there = made.rows.get(rows.name, []), stored.rows.get(rows.name, [])
        columns = _columns(rows.form._meta.model)
        if [_values(row, columns) for row in wanted] != [_values(row, columns) for row in there]:
            if there:
                holder = made.entry if rows.owner == "entry" else made.record
                rows.form._meta.model.objects.filter(**{rows.owner: holder}).delete()
            yield from wanted


def _links(made: Made, stored: Stored) -> Iterator[models.Model]:
    """The lines of many-to-many tables to add, once those that it makes no more are gone."""
    record = made.record
    for field in record._meta.many_to_many:
        through = field.remote_field.through
        owner, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        wanted = {entry.pk for entry in made.links.get(field.name, [])}
        there = stored.links.get(field.name, set())
        if there - wanted:
            gone = {owner: record.pk, f"{target}__in": there - wanted}
            through.objects.filter(**gone).delete()
        for number in _missing(wanted, there):
            yield through(**{owner: record.pk, target: number})


def _tags(made: Made, stored: Stored) -> Iterator[TaggedEntry]:
    wanted = {tag.pk for tag in made.tags}
    if stored.tags - wanted:
        gone = TaggedEntry.objects.filter(tag__in=stored.tags - wanted)
        gone.filter(content_object=made.entry).delete()
    for number in _missing(wanted, stored.tags):
        yield TaggedEntry(content_object_id=made.entry.pk, tag_id=number)


def _missing(wanted: set[int], there: set[int]) -> list[int]:
    return [number for number in wanted if number not in there]


def _replaced(entry: Entry, rows: list[models.Model]) -> list[models.Model]:
    """Of the rows that derive from a stored record, those of each table where any differs."""
    differing = []
    for model in (Name, WikiLink, Gap):
        mine = [row for row in rows if type(row) is model]
        columns = _columns(model)
        stored = model.objects.filter(entry=entry)
        said = {_values(row, columns) for row in mine}
        if said != set(stored.values_list(*columns)):
            stored.delete()
            differing += mine
    return differing


@cache
def _columns(model: type[models.Model]) -> list[str]:
    """The columns of a table but for the number of each row."""
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


def _values(row: models.Model, columns: list[str]) -> tuple:
    return tuple(getattr(row, column) for column in columns)
