"""The small map of a dossier: European France in one line, and a dot where a point is real."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import ngettext

from .clusters import MOST_NAMED, clusters
from .frames import OVERSEAS, Frame, mainland
from .located import Located
from .outlines import every_border

WIDE = 320  # units of the drawing
CELLS = 40  # points nearer than a cell share a dot
SMALLEST, LARGEST = 4, 11


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
    return "".join(drawn.line(line) for line in every_border(without=OVERSEAS))


def dots_of(found: Located) -> tuple[list[Dot], set[int]]:
    """The dots, the largest first, and the places that they stand for."""
    drawn = frame()
    gathered = clusters(found.spots(), drawn.box, CELLS)
    dots = [
        Dot(*drawn.at(one.x, one.y), _radius(one.count), _label(found, one)) for one in gathered
    ]
    return dots, {place for one in gathered for place in one.places}


def _radius(count: int) -> float:
    return min(LARGEST, SMALLEST + count.bit_length() - 1)


def _label(found: Located, cluster) -> str:
    names = [found.places[number].title for number in cluster.places[:MOST_NAMED]]
    more = len(cluster.places) - len(names)
    where = ", ".join(names) + (f" + {more}" if more else "")
    counted = ngettext("%(n)s deployment", "%(n)s deployments", cluster.count)
    return f"{where}, {counted % {'n': cluster.count}}"
