"""Where the records of a list are: counted in territories, and as points where one is real.

No record is loaded: one query of number pairs, one of the places they name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import QuerySet

from cases.models import Camera, Deployment, Place

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
    records: frozenset[int] | set[int]
    place: int
    direction: int | None = None


@dataclass
class Located:
    """The records of a list by place; `cameras` are points of their own."""

    total: int
    at: dict[int, set[int]]
    places: dict[int, Where]
    cameras: list[tuple[int, int, float, float, int | None]] = field(default_factory=list)
    are_cameras: bool = False
    _whole: dict[int, set[int]] = field(default_factory=dict)

    def inside(self, node: int) -> set[int]:
        """The records in a place or in what lies inside it, each once."""
        if not self._whole:
            for entry, records in self.at.items():
                for part in self.places[entry].chain():
                    self._whole.setdefault(part, set()).update(records)
        return self._whole.get(node, set())

    def placed(self) -> set[int]:
        """The records that name a place."""
        return set().union(*self.at.values()) if self.at else set()

    @property
    def nowhere(self) -> int:
        """How many records name no place at all."""
        return self.total - len(self.placed())

    def spots(self) -> Iterator[Spot]:
        """Every real point: those of cameras, or the towns of deployments."""
        if self.are_cameras:
            for record, place, longitude, latitude, direction in self.cameras:
                yield Spot(longitude, latitude, {record}, place, direction)
            return
        for entry, records in self.at.items():
            place = self.places[entry]
            if place.is_drawn:
                yield Spot(place.longitude, place.latitude, records, entry)


def located(queryset: QuerySet, box: Box | None = None) -> Located:
    """Where the deployments or cameras of a filtered queryset are; in a box, its points alone."""
    numbers = queryset.order_by().values("pk")
    if queryset.model is Camera:
        return _cameras(queryset, numbers, box)
    through = Deployment.places.through.objects.filter(deployment__in=numbers)
    if box:
        through = through.filter(**_between("entry__place__", box))
    at: dict[int, set[int]] = {}
    for record, entry in through.values_list("deployment", "entry"):
        at.setdefault(entry, set()).add(record)
    places = places_of(through.values("entry"))
    at = {entry: records for entry, records in at.items() if entry in places}
    return Located(0 if box else queryset.count(), at, places)


def _cameras(queryset: QuerySet, numbers, box: Box | None) -> Located:
    at: dict[int, set[int]] = {}
    points = []
    rows = Camera.objects.filter(pk__in=numbers).order_by()
    if box:
        rows = rows.filter(**_between("", box))
    for row in rows.values_list("pk", "place", "longitude", "latitude", "direction"):
        at.setdefault(row[1], set()).add(row[0])
        if row[2] is not None:
            points.append(row)
    places = places_of(rows.values("place"))
    at = {entry: records for entry, records in at.items() if entry in places}
    return Located(0 if box else queryset.count(), at, places, points, are_cameras=True)


def _between(prefix: str, box: Box) -> dict:
    """The condition that coordinates lie in a box."""
    south, north = latitude_of(box.south), latitude_of(box.north)
    return {f"{prefix}longitude__range": (box.west, box.east),
            f"{prefix}latitude__range": (south, north)}  # fmt: skip


def places_of(entries) -> dict[int, Where]:
    """The places with these numbers."""
    rows = Place.objects.filter(entry__in=entries).order_by().values_list(*COLUMNS)
    return {row[0]: Where(*row) for row in rows}


def departments_and_regions() -> dict[int, Where]:
    """Every department and region of France, those with an INSEE code, even without records."""
    kinds = (Place.Kind.DEPARTMENT, Place.Kind.REGION)
    rows = Place.objects.filter(kind__in=kinds).exclude(insee="").order_by().values_list(*COLUMNS)
    return {row[0]: Where(*row) for row in rows}
