"""The outlines of the departments, as shipped, in the plane of the map.

The plane is Mercator's, in degrees: x is the longitude, y grows southwards. Origin and licence of
the file stand in `fixtures/LICENCES.md`.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate, pairwise

from django.conf import settings

from .thinning import Point, thinned

FILE = settings.BASE_DIR / "fixtures" / "departments.topojson"
SCALES = 32  # the whole of France, its insets and its regions
FARTHEST_NORTH = 85.0  # Mercator's plane has no poles


@dataclass(frozen=True)
class Box:
    """A rectangle of the plane."""

    west: float
    north: float
    east: float
    south: float

    @property
    def width(self) -> float:
        """From west to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """From north to south."""
        return self.south - self.north

    def holds(self, x: float, y: float) -> bool:
        """True for a point inside."""
        return self.west <= x <= self.east and self.north <= y <= self.south

    def meets(self, other: "Box") -> bool:
        """True when the two share ground."""
        return (
            self.west < other.east and other.west < self.east
            and self.north < other.south and other.north < self.south
        )  # fmt: skip

    def grown(self, share: float) -> "Box":
        """The box with a margin, a share of its longer side."""
        margin = share * max(self.width, self.height)
        return Box(self.west - margin, self.north - margin, self.east + margin, self.south + margin)


@dataclass(frozen=True)
class Outline:
    """One department: its rings, and the box around them."""

    code: str
    rings: tuple[tuple[Point, ...], ...]
    box: Box

    @cached_property
    def main(self) -> Box:
        """The box around its largest part."""
        return box_around([self._largest])

    @cached_property
    def middle(self) -> Point:
        """Where a number is printed: well inside its largest part, which may be a crescent."""
        return _inside(self._largest)

    @cached_property
    def _largest(self) -> tuple[Point, ...]:
        return max(self.rings, key=lambda ring: _size(box_around([ring])))


def plane_y(latitude: float) -> float:
    """The y of a latitude in degrees."""
    latitude = max(-FARTHEST_NORTH, min(FARTHEST_NORTH, latitude))
    return -math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def latitude_of(y: float) -> float:
    """The latitude of a y, in degrees."""
    return math.degrees(2 * math.atan(math.exp(math.radians(-y))) - math.pi / 2)


@lru_cache(maxsize=SCALES)
def outlines(loss: float = 0) -> dict[str, Outline]:
    """Every department by its INSEE code, overseas included; its lines may be `loss` degrees off.

    Neighbours lose the same points of the border that they share.
    """
    found = {}
    for shape in _topology()["objects"]["departments"]["geometries"]:
        parts = [numbers for polygon in shape["arcs"] for numbers in polygon]
        rings = _closed(_ring(numbers, _arcs(loss)) for numbers in parts)
        # Smaller than the loss, a department stays as it is.
        rings = rings or _closed(_ring(numbers, _arcs(0)) for numbers in parts)
        found[shape["id"]] = Outline(shape["id"], rings, box_around(rings))
    return found


def borders(regions: dict[str, str], loss: float = 0) -> list[tuple[Point, ...]]:
    """The lines between regions, given the region of each department."""
    return [
        _arcs(loss)[number]
        for number, codes in _sides().items()
        if len({regions.get(code) for code in codes}) > 1
    ]


def every_border(without: tuple[str, ...] = (), loss: float = 0) -> list[tuple[Point, ...]]:
    """Each piece of coast or border once, but for those of the departments left out."""
    arcs = _arcs(loss)
    return [arcs[number] for number, codes in _sides().items() if set(codes).isdisjoint(without)]


@cache
def _sides() -> dict[int, tuple[str, ...]]:
    """The departments on the two sides of each piece of border."""
    found: dict[int, tuple[str, ...]] = {}
    for shape in _topology()["objects"]["departments"]["geometries"]:
        for polygon in shape["arcs"]:
            for number in (n if n >= 0 else ~n for ring in polygon for n in ring):
                found[number] = (*found.get(number, ()), shape["id"])
    return found


@cache
def _topology() -> dict:
    return json.loads(FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=SCALES)
def _arcs(loss: float) -> list[tuple[Point, ...]]:
    scale = _topology()["transform"]["scale"][0]
    found = []
    for steps in _topology()["arcs"]:
        whole = accumulate(steps, lambda point, step: (point[0] + step[0], point[1] + step[1]))
        line = tuple((x * scale, plane_y(y * scale)) for x, y in whole)
        found.append(thinned(line, loss))
    return found


def _closed(rings: Iterable[tuple[Point, ...]]) -> tuple[tuple[Point, ...], ...]:
    """The rings that still hold some ground."""
    return tuple(ring for ring in rings if len(set(ring)) > 2)


def _ring(numbers: list[int], arcs: list) -> tuple[Point, ...]:
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return tuple(points)


def box_around(shapes) -> Box:
    """The smallest box around rings of points, or around boxes."""
    corners = [
        corner
        for shape in shapes
        for corner in (
            ((shape.west, shape.north), (shape.east, shape.south))
            if isinstance(shape, Box)
            else shape
        )
    ]
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _size(box: Box) -> float:
    return box.width * box.height


def _inside(ring: tuple[Point, ...]) -> Point:
    """The middle of the widest of the stretches that a few level lines cut out of a ring."""
    box = box_around([ring])
    stretches = []
    for step in range(3, 10):  # from a quarter to three quarters of the height
        y = box.north + box.height * step / 12
        stretches += [(east - west, (west + east) / 2, y) for west, east in _cut(ring, y)]
    middle = (box.north + box.south) / 2
    _width, x, y = max(stretches, key=lambda some: some[0] - abs(some[2] - middle))
    return x, y


def _cut(ring: tuple[Point, ...], y: float) -> list[tuple[float, float]]:
    """The stretches of a level line that lie inside a ring, from west to east."""
    crossed = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise((*ring, ring[0]))
        if (y1 <= y) != (y2 <= y)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=True))
