"""Where the records of a list are: counted in territories, and as points where one is real.

Counting asks the index of facets alone; points are read for the territory and the box shown.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from pyroaring import BitMap

from cases.facets.current import facets_of
from cases.facets.index import NOTHING, Index, union
from cases.facets.numbers import among
from cases.facets.record_filter import RecordFilter
from cases.facets.trees import PlaceKeys
from cases.models import Camera, Place

from .outlines import Box, latitude_of


class Where(NamedTuple):
    """A place as the map needs it."""

    entry: int
    slug: str
    title: str
    kind: str
    insee: str
    path: str
    point: str
    longitude: float | None
    latitude: float | None

    @property
    def is_drawn(self) -> bool:
        """True when its coordinates are those of the place itself."""
        return self.point == Place.Point.PLACE and self.longitude is not None

    def chain(self) -> list[int]:
        """What it lies in, outermost first, then itself."""
        return [*(int(part) for part in self.path.split("/") if part), self.entry]


COLUMNS = ("entry", "entry__slug", "entry__title", "kind", "insee", "path", "point", "longitude",
           "latitude")  # fmt: skip


class Spot(NamedTuple):
    """One real point with the records that stand there; a camera has a direction, or none."""

    longitude: float
    latitude: float
    records: BitMap
    place: int
    direction: int | None = None


class Located:
    """The deployments or cameras that pass a filter, by place, as documents of the index."""

    def __init__(self, index: Index, kind: str, records: BitMap):
        self.index, self.kind, self.records = index, kind, records
        self._facets = facets_of(index, kind)
        self.places: dict[int, Where] = {}  # those whose names were asked for

    @classmethod
    def by(cls, asked: RecordFilter) -> "Located":
        """The records that pass a filter."""
        return cls(asked.index, asked.kind, asked.found())

    @property
    def are_cameras(self) -> bool:
        """True when each record has a point of its own."""
        return self.kind == "camera"

    @property
    def total(self) -> int:
        """How many records pass."""
        return len(self.records)

    def inside(self, node: int) -> BitMap:
        """The records in a place or in what lies inside it, each once."""
        here = self._facets["place"].get(node, NOTHING)
        return here if self._are_all else here & self.records

    def at(self, place: int) -> BitMap:
        """The records that name the very place."""
        named = self._facets["place_itself"].get(place, NOTHING)
        return named if self._are_all else named & self.records

    def of(self, places: set[int] | None) -> BitMap:
        """The records that name any of these places; all that name one, for None."""
        if places is not None:
            return union(self.at(place) for place in places)
        return union(self._facets["place_itself"].values()) & self.records

    @cached_property
    def _are_all(self) -> bool:
        return self.records == self.index.all_of(self.kind)

    @cached_property
    def outermost(self) -> dict[int, Where]:
        """The places that lie in no other and hold some of the records."""
        nodes = PlaceKeys("places").children(self.index, [None])[None]
        return self.know([node for node in nodes if self.inside(node)])

    @property
    def nowhere(self) -> int:
        """How many records name no place at all."""
        return self.total - len(union(self.inside(node) for node in self.outermost))

    def know(self, numbers: Iterable[int]) -> dict[int, Where]:
        """The places with these numbers, read once."""
        missing = [number for number in numbers if number not in self.places]
        if missing:
            self.places |= places_of(missing)
        return {number: self.places[number] for number in numbers if number in self.places}

    def entries(self, documents: Iterable[int]) -> list[int]:
        """The numbers of the records."""
        return self.index.numbers_of(documents)

    def spots(self, places: set[int] | None, box: Box | None = None) -> Iterator[Spot]:
        """Every real point in these places, or anywhere, in a box: cameras, or towns.

        The box narrows more than the filters do: only what it holds is looked up in the index.
        """
        if self.are_cameras:
            yield from self._cameras(places, box)
            return
        towns = Place.objects.filter(point=Place.Point.PLACE, **_between(box)).order_by()
        towns = towns if places is None else among(towns, list(places))
        rows = towns.exclude(longitude=None).values_list("pk", "longitude", "latitude")
        for number, longitude, latitude in rows.iterator():
            if records := self.at(number):
                yield Spot(longitude, latitude, records, number)

    def _cameras(self, places: set[int] | None, box: Box | None) -> Iterator[Spot]:
        cameras = Camera.objects.exclude(longitude=None).filter(**_between(box)).order_by()
        if places is not None:
            cameras = among(cameras, self.entries(self.of(places)))
        rows = cameras.exclude(place=None).values_list(
            "pk", "place", "longitude", "latitude", "direction"
        )
        for number, place, longitude, latitude, direction in rows.iterator():
            if record := self.index.documents_of([number]) & self.records:
                yield Spot(longitude, latitude, record, place, direction)


def _between(box: Box | None) -> dict:
    """The condition that coordinates lie in a box."""
    if box is None:
        return {}
    south, north = latitude_of(box.south), latitude_of(box.north)
    return {"longitude__range": (box.west, box.east), "latitude__range": (south, north)}


def places_of(entries) -> dict[int, Where]:
    """The places with these numbers."""
    rows = among(Place.objects.order_by(), list(entries)).values_list(*COLUMNS)
    return {row[0]: Where(*row) for row in rows}


def departments_and_regions() -> dict[int, Where]:
    """Every department and region of France, those with an INSEE code, even without records."""
    kinds = (Place.Kind.DEPARTMENT, Place.Kind.REGION)
    rows = Place.objects.filter(kind__in=kinds).exclude(insee="").order_by().values_list(*COLUMNS)
    return {row[0]: Where(*row) for row in rows}
