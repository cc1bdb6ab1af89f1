"""The records of a table to take away, a thousand at a time, column by column.

A whole list is read for one file. So no model instance is made, each table is asked once a batch
for plain values, and a column is a list of values that the next step maps as a whole.
"""

from collections import defaultdict
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import Field, Model, TextField
from django.db.models.functions import Cast

from cases.facts.when import telling_of
from cases.kinds import Kind
from cases.models import Citation, DatedValue, Place, TaggedEntry
from cases.models.fields import TextListField
from cases.text import is_summed_up, shortened
from cases.words_of_html import first_paragraph

from .asking import Among, Day, gathered, numbers_in
from .names import Linked, Names

APART = ("dates", "citations")  # rows with columns of their own
KEYS = ("key", "row_key")
DAYS = ("verified_on", "edited_on")
KEEPING = ("entry__slug", "version", *DAYS, "entry__verification", "entry__completeness")
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

    In `values` a link is the number of the record it leads to, several links are the text that
    `gathered` gives, a day is written, and a list of texts is the JSON that the database holds.
    `rows` has the values of nested rows. `names` knows every record that these name by number.
    A record withdrawn since its number was read is left out.
    """

    def __init__(self, kind: Kind, numbers: list[int], names: Names):
        self.kind, self.names = kind, names
        fields = [kind.model._meta.get_field(name) for name in kind.form.base_fields
                  if name != "tags"]  # fmt: skip
        self.numbers, self.values = self._own(numbers, fields)
        rows = [rows for rows in kind.form.ROWS if rows.name not in APART]
        self.rows = {one.name: self._nested(one) for one in rows}
        self._citations = self._grouped(Citation, "entry_id", "source_id", *Cited._fields[1:])
        self._dates = self._grouped(
            DatedValue, "entry_id", "role_id", "value", Day("earliest"), Day("latest"), "confidence"
        )
        names.read(self._linked(fields, rows))

    @cached_property
    def dates(self) -> list[list[Dated]]:
        """The dates of each record, in order."""
        names = self.names
        return [
            [
                Dated(names[role], value, day_of(earliest), day_of(latest), confidence)
                for _owner, role, value, earliest, latest, confidence in rows
            ]
            for rows in self._dates
        ]

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
        return [[Cited(*row[1:]) for row in rows] for rows in self._citations]

    @cached_property
    def summaries(self) -> list[str]:
        """The beginning of each description; Markdown is read off the HTML that is kept of it."""
        texts = self.values["description"]
        marked = [n for n, text in zip(self.numbers, texts, strict=True) if not is_summed_up(text)]
        rows = self.kind.model.objects.filter(Among("pk", marked)).order_by()
        kept = dict(rows.values_list("pk", "description_html")) if marked else {}
        words = {number: first_paragraph(html) for number, html in kept.items()}
        return [
            shortened(words.get(number, text))
            for number, text in zip(self.numbers, texts, strict=True)
        ]

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
        listed = [sorted(numbers_in(several)) for several in self.values["places"]]
        places = {place for several in listed for place in several}
        if not places:
            return [[] for _number in self.numbers]
        rows = Place.objects.filter(Among("pk", places), point=Place.Point.PLACE)
        rows = rows.exclude(longitude=None).values_list("pk", "longitude", "latitude")
        known = {pk: tuple(point) for pk, *point in rows}
        return [[known[place] for place in several if place in known] for several in listed]

    def _own(self, numbers: list[int], fields: list[Field]) -> tuple[list[int], dict[str, list]]:
        """The numbers found, and the columns of the records themselves."""
        columns = {field.name: _asked(field) for field in fields}
        columns["tags"] = gathered(TaggedEntry, "content_object_id", "tag_id")
        for name in KEEPING:
            columns[name] = Day(name) if name in DAYS else name
        if self.kind.key == "place":
            columns["deployments"] = "deployments"
        records = self.kind.model.objects.filter(Among("pk", numbers)).with_links()
        rows = records.select_related(None).prefetch_related(None).order_by()
        found = {row[0]: row for row in rows.values_list("pk", *columns.values())}
        present = [number for number in numbers if number in found]
        read = zip(*map(found.__getitem__, present), strict=True)
        next(read, None)  # the numbers
        values = list(read) or [()] * len(columns)
        return present, dict(zip(columns, values, strict=True))

    def _nested(self, rows) -> list[list[tuple]]:
        """The nested rows of one kind."""
        names = [field.attname for field in fields_of(rows)]
        return self._grouped(rows.form._meta.model, f"{rows.owner}_id", *names)

    def _grouped(self, model: type[Model], owner: str, *names: str) -> list[list[tuple]]:
        """Rows of a table that the records own, in order; each begins with its owner."""
        found = defaultdict(list)
        rows = model._base_manager.filter(Among(owner, self.numbers)).order_by(*IN_ORDER)
        for row in rows.values_list(owner, *names):
            found[row[0]].append(row)
        return [found.get(number, ()) for number in self.numbers]

    def _linked(self, fields: list[Field], rows: list) -> set[int]:
        """The numbers of every record that is named."""
        found = set()
        for field in fields:
            if field.is_relation and not field.many_to_many:
                found.update(self.values[field.name])
        for name in ("tags", *(field.name for field in fields if field.many_to_many)):
            for several in set(self.values[name]):
                found.update(numbers_in(several))
        for listed in (self._dates, self._citations):
            found.update([row[1] for several in listed for row in several])
        for one in rows:
            places = [n for n, field in enumerate(fields_of(one), 1) if field.is_relation]
            listed = self.rows[one.name]
            found.update(row[n] for several in listed for row in several for n in places)
        return found - {None}


def _asked(field: Field):
    """What is asked of the database for a field of a record."""
    if field.many_to_many:
        return gathered(
            field.remote_field.through, f"{field.m2m_field_name()}_id",
            f"{field.m2m_reverse_field_name()}_id",
        )  # fmt: skip
    return Cast(field.name, TextField()) if isinstance(field, TextListField) else field.attname


@lru_cache(5000)
def day_of(written: str | None) -> date | None:
    """The day that `Day` wrote."""
    return date.fromisoformat(written) if written else None


def fields_of(rows) -> list[Field]:
    """The fields of a kind of nested row, but for its keys."""
    model = rows.form._meta.model
    return [model._meta.get_field(name) for name in rows.form.base_fields if name not in KEYS]
