"""The small map of a dossier: European France in one line, and a dot where a point is real."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from .frames import OVERSEAS, Frame, mainland
from .outlines import every_border, plane_y

WIDE = 320  # units of the drawing
CELL = 8  # points nearer than that share a dot
SMALLEST, LARGEST = 4, 11  # radii
MOST_NAMED = 3


class Town(NamedTuple):
    """A place with a real point, and how many records it has."""

    place: int
    title: str
    longitude: float
    latitude: float
    count: int


@dataclass(frozen=True)
class Dot:
    """One dot: where, how large, and what it stands for in words."""

    x: float
    y: float
    radius: float
    label: str


def frame() -> Frame:
    """The frame of the drawing."""
    return Frame(mainland().box, wide=WIDE)


def size() -> tuple[float, float]:
    """Width and height of the drawing."""
    return WIDE, frame().tall


@cache
def outline() -> str:
    """Coasts and borders of the departments, each drawn once, as the data of one path."""
    drawn = frame()
    return "".join(drawn.line(line) for line in every_border(OVERSEAS, drawn.loss))


def dots_of(towns: Iterable[Town]) -> tuple[list[Dot], set[int]]:
    """The dots, the largest first, and the places that they stand for."""
    drawn = frame()
    cells: dict[tuple[int, int], list[tuple[float, float, Town]]] = {}
    for town in sorted(towns, key=lambda town: (-town.count, town.title)):
        y = plane_y(town.latitude)
        if drawn.box.holds(town.longitude, y):
            at = drawn.at(town.longitude, y)
            cells.setdefault((int(at[0] // CELL), int(at[1] // CELL)), []).append((*at, town))
    dots = sorted((_dot(some) for some in cells.values()), key=lambda dot: -dot.radius)
    return dots, {town.place for some in cells.values() for _x, _y, town in some}


def _dot(some: list[tuple[float, float, Town]]) -> Dot:
    """One dot where its first town is, which has the most."""
    x, y, _first = some[0]
    names = [f"{town.title} ({town.count})" for _x, _y, town in some[:MOST_NAMED]]
    more = len(some) - len(names)
    label = ", ".join(names) + (f" + {more}" if more else "")
    count = sum(town.count for _x, _y, town in some)
    return Dot(x, y, min(LARGEST, SMALLEST + count.bit_length() - 1), label)
