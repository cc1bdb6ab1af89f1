"""Links followed backwards: which records point to a record, by any relation.

The relations are read from the models once, so that a new link of a new kind is followed
the day it is added; all of them are asked in one query.
"""

from collections import defaultdict
from functools import cache

from django.apps import apps
from django.db.models import QuerySet

from cases.models import (
    Citation,
    DatedValue,
    Dispute,
    Entry,
    Record,
    Row,
    TaggedEntry,
    Unknown,
)
from cases.models.fields import EntryLink, EntryLinks

# Rows that belong to an entry name it themselves; the others belong to a record.
_OWNERS = {Citation: "entry", DatedValue: "entry", Dispute: "entry", Unknown: "entry"}


@cache
def relations() -> tuple[tuple[type, str, str, tuple[str, ...]], ...]:
    """(model, field that links, field that gives the owner's number, kinds it may link to)."""
    found = []
    for model in apps.get_app_config("cases").get_models():
        if not issubclass(model, Record | Row):
            continue
        owner = "pk" if issubclass(model, Record) else _owner_of(model)
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if isinstance(field, EntryLink | EntryLinks):
                found.append((model, field.name, owner, field.kinds))
    return (*found, (TaggedEntry, "tag", "content_object", ("tag",)))


def _owner_of(model: type[Row]) -> str:
    """The foreign key by which a row belongs to its record."""
    if model in _OWNERS:
        return _OWNERS[model]
    keys = [f.name for f in model._meta.fields if f.is_relation and not isinstance(f, EntryLink)]
    return keys[0]


def linking(kind: str, targets, owners: tuple[type, ...] = ()) -> list[QuerySet]:
    """For each relation that may link to `kind`: numbers of the records that link to `targets`.

    `targets` is a list of entry numbers or a subquery; `owners`, models to leave out.
    """
    return [
        rows_linking(model, field, owner, targets)
        for model, field, owner, kinds in relations()
        if kind in kinds and model not in owners
    ]


def pairs_of(model: type, name: str, owner: str) -> QuerySet:
    """(owner, what it links to) of all the rows of one relation."""
    field = model._meta.get_field(name)
    if field.many_to_many:
        rows = field.remote_field.through.objects.order_by()
        return rows.values_list(field.m2m_field_name(), field.m2m_reverse_field_name())
    return model.objects.order_by().filter(**{f"{name}__gt": 0}).values_list(owner, name)


def rows_linking(model: type, name: str, owner: str, targets) -> QuerySet:
    """The owners of one relation, read from the one table that has both ends."""
    field = model._meta.get_field(name)
    if field.many_to_many:
        rows, owner = field.remote_field.through.objects, field.m2m_field_name()
        return (
            rows.order_by()
            .filter(**{f"{field.m2m_reverse_field_name()}__in": targets})
            .values(owner)
        )
    found = model.objects.order_by().filter(**{f"{name}__in": targets})
    if field.null:
        # Of a link that hardly any row has, SQLite would else read the whole table.
        found = found.filter(**{f"{name}__gt": 0})
    return found.values(owner)


def linked_to(kind: str, owners: tuple[type, ...] = ()) -> QuerySet:
    """Numbers of the entries to which a relation that may link to `kind` does link."""
    selects = [
        model.objects.order_by().exclude(**{field: None}).values(field)
        for model, field, _owner, kinds in relations()
        if kind in kinds and model not in owners
    ]
    return selects[0].union(*selects[1:])


def named_by(selects: list[QuerySet]) -> QuerySet:
    """The live entries that any of the selects names, in one query."""
    if not selects:
        return Entry.objects.none()
    numbers = selects[0].union(*selects[1:]) if len(selects) > 1 else selects[0]
    return Entry.objects.live().filter(pk__in=numbers)


def numbers_of(selects: list[QuerySet]) -> set[int]:
    """The same numbers, asked select by select: for subqueries that a union would run for hours.

    SQLite works out a large subquery again for each part of a union.
    """
    return {number for select in selects for row in select for number in row.values()}


def inbound(entry: Entry) -> dict[str, list[int]]:
    """Numbers of the records that link to this one, by kind."""
    found = defaultdict(list)
    entries = named_by(linking(entry.kind, [entry.pk])).exclude(pk=entry.pk).order_by("-pk")
    for kind, number in entries.values_list("kind", "pk"):
        found[kind].append(number)
    return dict(found)
