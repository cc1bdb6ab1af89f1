"""The records of a table to take away, read as plain values: a few queries for many records.

No model instance is made: a whole list is read for one file, and instances cost ten times more.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Model
from django.utils.translation import get_language

from cases.facts.when import telling_of
from cases.kinds import Kind
from cases.models import Citation, DatedValue, Entry, Place, Source, TaggedEntry

NAMES = 5000  # of linked records, read at once
APART = ("dates", "citations")  # rows with columns of their own
KEYS = ("key", "row_key")
KEEPING = ("version", "verified_on", "edited_on", "entry__verification", "entry__completeness")


class Linked(NamedTuple):
    """A linked record: its address, and its title in the language of the reader."""

    kind: str
    slug: str
    title: str

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """`kind/slug`."""
        return f"{self.kind}/{self.slug}"


class Dated(NamedTuple):
    """One date of a record."""

    role: Linked
    value: str
    earliest: object
    latest: object
    confidence: str


class Cited(NamedTuple):
    """One citation, with the address of its source."""

    source: Linked | None
    url: str
    acquisition: str
    locator: str
    field: str
    confidence: str


@dataclass
class Line:
    """One record: the value of each field (a `Linked`, or a list of them), and its rows."""

    kind: str
    slug: str
    values: dict
    rows: dict[str, list[dict]] = field(default_factory=dict)
    dates: list[Dated] = field(default_factory=list)
    citations: list[Cited] = field(default_factory=list)
    tags: list[Linked] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self):
        self.telling = telling_of(self.kind, self.dates)


def lines_of(kind: Kind, numbers: list[int]) -> list[Line]:
    """The records with these numbers, in that order; one withdrawn meanwhile is left out."""
    reading = _Reading(kind, numbers)
    return [reading.line(number) for number in numbers if number in reading.own]


class _Reading:
    """Everything that the tables hold of some records of a kind."""

    def __init__(self, kind: Kind, numbers: list[int]):
        self.kind, self.numbers = kind, numbers
        names = [name for name in kind.form.base_fields if name != "tags"]
        fields = [kind.model._meta.get_field(name) for name in names]
        self.several = [field for field in fields if field.many_to_many]
        self.single = [field.name for field in fields if field.many_to_one]
        self.own = self._own([field.attname for field in fields if not field.many_to_many])
        self.links = {field.name: self._links(field) for field in self.several}
        rows = [rows for rows in kind.form.ROWS if rows.name not in APART]
        self.fields = {one.name: _fields_of(one) for one in rows}
        self.nested = {
            one.name: self._grouped(
                one.form._meta.model, one.owner, *(f.attname for f in self.fields[one.name])
            )
            for one in rows
        }
        self.dates = self._grouped(
            DatedValue, "entry", "role_id", "value", "earliest", "latest", "confidence"
        )
        self.citations = self._grouped(
            Citation, "entry", "source_id", "acquisition", "locator", "field", "confidence"
        )
        self.tags = self._grouped(TaggedEntry, "content_object", "tag_id", order=("pk",))
        self.known = _named(self._linked())
        sources = {row[0] for rows in self.citations.values() for row in rows}
        self.urls = dict(Source.objects.filter(pk__in=sources).values_list("pk", "url"))
        self.points = self._points()

    def line(self, number: int) -> Line:
        """One record."""
        known, values = self.known, dict(self.own[number])
        for name in self.single:
            values[name] = known.get(values[f"{name}_id"])
        for name, links in self.links.items():
            values[name] = sorted((known[other] for (other,) in links.get(number, ())), key=str)
        return Line(
            self.kind.key, values["entry__slug"], values,
            {name: self._nested(name, number) for name in self.nested},
            [Dated(known[role], *rest) for role, *rest in self.dates.get(number, ())],
            [Cited(known.get(source), self.urls.get(source, ""), *rest)
             for source, *rest in self.citations.get(number, ())],
            [known[tag] for (tag,) in self.tags.get(number, ())], self._points_of(number, values),
        )  # fmt: skip

    def _own(self, names: list[str]) -> dict[int, dict]:
        """The columns of the records themselves."""
        names = list(dict.fromkeys([*names, "entry_id", "entry__slug", *KEEPING]))
        if self.kind.key == "place":
            names += ["deployments", *(n for n in ("point",) if n not in names)]
        records = self.kind.model.objects.filter(pk__in=self.numbers).with_links()
        rows = records.select_related(None).prefetch_related(None).values(*names)
        return {row["entry_id"]: row for row in rows}

    def _links(self, link) -> dict[int, list[tuple]]:
        """The records that a field of several links names."""
        of, to = link.m2m_field_name(), link.m2m_reverse_field_name()
        return self._grouped(link.remote_field.through, of, f"{to}_id", order=(f"{to}_id",))

    def _nested(self, name: str, number: int) -> list[dict]:
        """The rows of one record, with the records that they name."""
        fields = self.fields[name]
        return [
            {field.name: self.known.get(value) if field.many_to_one else value
             for field, value in zip(fields, row, strict=True)}
            for row in self.nested[name].get(number, ())
        ]  # fmt: skip

    def _grouped(self, model: type[Model], owner: str, *names: str, order=("position", "id")):
        """Rows of a table by the number of the record that owns them, in order."""
        rows = model._base_manager.filter(**{f"{owner}__in": self.numbers}).order_by(*order)
        found = defaultdict(list)
        for number, *values in rows.values_list(f"{owner}_id", *names):
            found[number].append(tuple(values))
        return found

    def _linked(self) -> set[int]:
        """The numbers of every record that is named."""
        found = {own[f"{name}_id"] for own in self.own.values() for name in self.single}
        for rows in (self.dates, self.citations, self.tags, *self.links.values()):
            found |= {row[0] for several in rows.values() for row in several}
        for name, rows in self.nested.items():
            places = [n for n, field in enumerate(self.fields[name]) if field.many_to_one]
            found |= {row[n] for several in rows.values() for row in several for n in places}
        return found - {None}

    def _points(self) -> dict[int, tuple[float, float]]:
        """The real points of the places of deployments."""
        if self.kind.key != "deployment":
            return {}
        places = {place for several in self.links["places"].values() for (place,) in several}
        rows = Place.objects.filter(pk__in=places, point=Place.Point.PLACE).exclude(longitude=None)
        return {pk: point for pk, *point in rows.values_list("pk", "longitude", "latitude")}

    def _points_of(self, number: int, values: dict) -> list[tuple[float, float]]:
        """Longitude and latitude of each real point: its own, or those of its places."""
        if self.kind.key == "deployment":
            places = [place for (place,) in self.links["places"].get(number, ())]
            return [tuple(self.points[place]) for place in places if place in self.points]
        is_real = values.get("point", Place.Point.PLACE) == Place.Point.PLACE
        if self.kind.key not in ("camera", "place") or values["longitude"] is None or not is_real:
            return []
        return [(values["longitude"], values["latitude"])]


def _fields_of(rows) -> list:
    """The fields of a kind of nested row, but for its keys."""
    model = rows.form._meta.model
    return [model._meta.get_field(name) for name in rows.form.base_fields if name not in KEYS]


def _named(numbers: Iterable[int]) -> dict[int, Linked]:
    """Records by number, with their titles in the language of the reader."""
    numbers, is_english, found = list(numbers), get_language() == "en", {}
    for start in range(0, len(numbers), NAMES):
        rows = Entry.objects.filter(pk__in=numbers[start : start + NAMES]).order_by()
        for pk, kind, slug, title, title_en in rows.values_list(
            "pk", "kind", "slug", "title", "title_en"
        ):
            found[pk] = Linked(kind, slug, (is_english and title_en) or title)
    return found
