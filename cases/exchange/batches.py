"""The records of a table to take away, a thousand or so at a time, column by column.

A whole list is read for one file. So no model instance is made, each table is asked once a batch
for plain values, and a column is a list of values that the next step maps as a whole.
"""

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from django.db.models import Field, Model, TextField
from django.db.models.functions import Cast

from cases.facts.when import telling_of
from cases.kinds import Kind
from cases.models import Citation, DatedValue, Place, TaggedEntry
from cases.models.fields import TextListField

from .names import Among, Linked, Names

APART = ("dates", "citations")  # rows with columns of their own
KEYS = ("key", "row_key")
KEEPING = ("version", "verified_on", "edited_on", "entry__verification", "entry__completeness")
IN_ORDER = ("position", "id")


class Dated(NamedTuple):
    """One date of a record."""

    role: Linked
    value: str
    earliest: object
    latest: object
    confidence: str


class Cited(NamedTuple):
    """One citation."""

    source: int | None
    acquisition: str
    locator: str
    field: str
    confidence: str


class Batch:
    """Some records of a kind. Every list has one item for each of `numbers`, in their order.

    In `values` a link is the number of the record it leads to, and a list of texts is the JSON that
    the database holds; `links` and `tags` are the numbers of all that a record links to, `rows` the
    values of its nested rows; `names` knows the records with these numbers. A record withdrawn
    since its number was read is left out.
    """

    def __init__(self, kind: Kind, numbers: list[int], names: Names):
        self.kind, self.names = kind, names
        fields = [kind.model._meta.get_field(name) for name in kind.form.base_fields
                  if name != "tags"]  # fmt: skip
        several = [field for field in fields if field.many_to_many]
        single = [field for field in fields if not field.many_to_many]
        self.numbers, self.values = self._own(numbers, single)
        self.links = {field.name: self._links(field) for field in several}
        self.tags = self._numbers(TaggedEntry, "content_object_id", "tag_id", order=("pk",))
        rows = [rows for rows in kind.form.ROWS if rows.name not in APART]
        self.rows = {one.name: self._nested(one) for one in rows}
        self.citations = self._grouped(Citation, "entry_id", "source_id", *Cited._fields[1:])
        self._dates = self._grouped(DatedValue, "entry_id", "role_id", *Dated._fields[1:])
        names.read(self._linked(single, rows))

    @cached_property
    def dates(self) -> list[list[Dated]]:
        """The dates of each record, in order."""
        names = self.names
        return [[Dated(names[role], *rest) for role, *rest in rows] for rows in self._dates]

    @cached_property
    def telling(self) -> list[Dated | None]:
        """The date of each record that lists show."""
        kind = self.kind.key
        return [
            (dates[0] if len(dates) == 1 else telling_of(kind, dates)) if dates else None
            for dates in self.dates
        ]

    @cached_property
    def cited(self) -> list[list[Cited]]:
        """The citations of each record, in order."""
        return [list(map(Cited._make, rows)) for rows in self.citations]

    def points(self) -> list[list[tuple[float, float]]]:
        """Longitude and latitude of each real point: of the record, or of its places."""
        if self.kind.key == "deployment":
            return self._points_of_places()
        if self.kind.key not in ("camera", "place"):
            return [[] for _number in self.numbers]
        real = self.values.get("point", [Place.Point.PLACE] * len(self.numbers))
        where = zip(real, self.values["longitude"], self.values["latitude"], strict=True)
        return [
            [(longitude, latitude)] if longitude is not None and point == Place.Point.PLACE else []
            for point, longitude, latitude in where
        ]

    def _points_of_places(self) -> list[list[tuple[float, float]]]:
        places = {place for several in self.links["places"] for place in several}
        if not places:
            return [[] for _number in self.numbers]
        rows = Place.objects.filter(Among("pk", places), point=Place.Point.PLACE)
        rows = rows.exclude(longitude=None).values_list("pk", "longitude", "latitude")
        known = {pk: tuple(point) for pk, *point in rows}
        return [[known[p] for p in several if p in known] for several in self.links["places"]]

    def _own(self, numbers: list[int], fields: list[Field]) -> tuple[list[int], dict[str, list]]:
        """The numbers found, and the columns of the records themselves."""
        columns = {field.name: Cast(field.name, TextField()) if isinstance(field, TextListField)
                   else field.attname for field in fields}  # fmt: skip
        columns |= {name: name for name in ("entry__slug", *KEEPING)}
        if self.kind.key == "place":
            columns["deployments"] = "deployments"
        records = self.kind.model.objects.filter(Among("pk", numbers)).with_links()
        rows = records.select_related(None).prefetch_related(None).order_by()
        found = {row[0]: row for row in rows.values_list("pk", *columns.values())}
        present = [number for number in numbers if number in found]
        read = list(zip(*(found[number] for number in present), strict=True)) or [()] * 99
        return present, dict(zip(columns, map(list, read[1:]), strict=False))

    def _links(self, link) -> list[tuple[int, ...]]:
        """The records that a field of several links names."""
        of, to = f"{link.m2m_field_name()}_id", f"{link.m2m_reverse_field_name()}_id"
        return self._numbers(link.remote_field.through, of, to, order=(to,))

    def _numbers(self, model: type[Model], owner: str, name: str, order) -> list[tuple[int, ...]]:
        """The numbers in one column of a table."""
        found = defaultdict(list)
        rows = model._base_manager.filter(Among(owner, self.numbers)).order_by(*order)
        for number, linked in rows.values_list(owner, name):
            found[number].append(linked)
        return [tuple(found[n]) if n in found else () for n in self.numbers]

    def _nested(self, rows) -> list[list[tuple]]:
        """The nested rows of one kind."""
        names = [field.attname for field in fields_of(rows)]
        return self._grouped(rows.form._meta.model, f"{rows.owner}_id", *names)

    def _grouped(self, model: type[Model], owner: str, *names: str) -> list[list[tuple]]:
        """Rows of a table that the records own, in order."""
        found = defaultdict(list)
        rows = model._base_manager.filter(Among(owner, self.numbers)).order_by(*IN_ORDER)
        for row in rows.values_list(*names, owner):
            found[row[-1]].append(row[:-1])
        return [found.get(number, ()) for number in self.numbers]

    def _linked(self, single: list[Field], rows: list) -> set[int]:
        """The numbers of every record that is named."""
        found = set()
        for field in single:
            if field.is_relation:
                found.update(self.values[field.name])
        for several in (self.tags, *self.links.values()):
            found.update(*several)
        for listed in (self._dates, self.citations):
            found.update(row[0] for several in listed for row in several)
        for one in rows:
            places = [n for n, field in enumerate(fields_of(one)) if field.is_relation]
            listed = self.rows[one.name]
            found.update(row[n] for several in listed for row in several for n in places)
        return found - {None}


def fields_of(rows) -> list[Field]:
    """The fields of a kind of nested row, but for its keys."""
    model = rows.form._meta.model
    return [model._meta.get_field(name) for name in rows.form.base_fields if name not in KEYS]
