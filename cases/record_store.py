"""Storing records with all that they bring, one or a thousand: few statements for each table.

Only the writer of records calls this, and the maker of made-up registers.
"""

from collections import defaultdict

from django.db import models

from cases.derived.making import COLUMNS
from cases.kinds import KINDS
from cases.made import Made
from cases.models import Entry, Gap, Name, TaggedEntry, WikiLink

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
        is_stored = not one.record._state.adding
        if is_stored:
            one.record.save()
            _forget_rows(one)
            follows = _replaced(one.entry, follows)
        else:
            new[type(one.record)].append(one.record)
        for row in [*_rows(one), *_links(one, is_stored), *_tags(one, is_stored), *follows]:
            new[type(row)].append(row)
    for model, rows in new.items():
        model.objects.bulk_create(rows, BATCH)


def _rows(made: Made):
    for rows in KINDS[made.entry.kind].form.ROWS:
        yield from made.rows.get(rows.name, [])


def _forget_rows(made: Made) -> None:
    """Nested rows are replaced as a whole: their keys stay, their numbers do not."""
    for rows in KINDS[made.entry.kind].form.ROWS:
        holder = made.entry if rows.owner == "entry" else made.record
        rows.form._meta.model.objects.filter(**{rows.owner: holder}).delete()


def _links(made: Made, is_stored: bool):
    """The lines of many-to-many tables to add, once those that it makes no more are gone."""
    record = made.record
    for field in record._meta.many_to_many:
        through = field.remote_field.through
        owner, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        wanted = {entry.pk for entry in made.links.get(field.name, [])}
        stored = through.objects.filter(**{owner: record.pk}) if is_stored else None
        for number in _missing(wanted, stored, target):
            yield through(**{owner: record.pk, target: number})


def _tags(made: Made, is_stored: bool):
    entry = made.entry
    stored = TaggedEntry.objects.filter(content_object=entry) if is_stored else None
    for number in _missing({tag.pk for tag in made.tags}, stored, "tag_id"):
        yield TaggedEntry(content_object=entry, tag_id=number)


def _missing(wanted: set[int], stored: models.QuerySet | None, column: str) -> set[int]:
    """What is wanted and not stored; what is stored and not wanted is deleted."""
    if stored is None:
        return wanted
    there = set(stored.values_list(column, flat=True))
    if there - wanted:
        stored.filter(**{f"{column}__in": there - wanted}).delete()
    return {number for number in wanted if number not in there}


def _replaced(entry: Entry, rows: list[models.Model]) -> list[models.Model]:
    """Of the rows that derive from a stored record, those of each table where any differs."""
    differing = []
    for model in (Name, WikiLink, Gap):
        mine = [row for row in rows if type(row) is model]
        columns = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
        stored = model.objects.filter(entry=entry)
        said = {tuple(getattr(row, column) for column in columns) for row in mine}
        if said != set(stored.values_list(*columns)):
            stored.delete()
            differing += mine
    return differing
