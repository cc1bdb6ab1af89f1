"""Points near one another, gathered: one mark for each cell of a grid laid over the plane."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from pyroaring import BitMap

from cases.facets.index import union

from .located import Spot
from .outlines import Box, plane_y

CELLS = 14  # across a frame
MOST_NAMED = 3


@dataclass(frozen=True)
class Cluster:
    """The points of one cell: the middle of them, the records, and the places they are in."""

    x: float
    y: float
    records: BitMap
    places: tuple[int, ...]  # in the order in which they were met
    direction: int | None  # of the only camera

    @property
    def count(self) -> int:
        """How many records, each once."""
        return len(self.records)

    @property
    def named(self) -> tuple[int, ...]:
        """The places that are told by name."""
        return self.places[:MOST_NAMED]


def clusters(spots: Iterable[Spot], box: Box, cells: int = CELLS) -> list[Cluster]:
    """What lies in the box, the largest first; the grid does not move with the box."""
    cell = box.width / cells
    found: dict[tuple[int, int], list] = {}
    for spot in spots:
        if not box.west <= spot.longitude <= box.east:
            continue
        y = plane_y(spot.latitude)
        if box.north <= y <= box.south:
            key = (math.floor(spot.longitude / cell), math.floor(y / cell))
            found.setdefault(key, []).append((spot.longitude, y, spot))
    return sorted((_cluster(some) for some in found.values()), key=lambda c: (-c.count, c.x, c.y))


def _cluster(some: list[tuple[float, float, Spot]]) -> Cluster:
    return Cluster(
        x=sum(x for x, _y, _spot in some) / len(some),
        y=sum(y for _x, y, _spot in some) / len(some),
        records=union(spot.records for _x, _y, spot in some),
        places=tuple(dict.fromkeys(spot.place for _x, _y, spot in some)),
        direction=some[0][2].direction if len(some) == 1 else None,
    )
