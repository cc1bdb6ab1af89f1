"""What is drawn: departments with their numbers, and marks where points are real."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import ngettext, pgettext

from cases.models import Entry

from .asking import DEEPEST, Asked
from .clusters import Cluster
from .frames import RING, Frame
from .located import Located
from .outlines import borders, latitude_of, outlines
from .scene import Scene

TINTS = 3
MOST_DRAWN = 32  # frames whose borders of regions are kept
DIGIT_NARROW, DIGIT_WIDE = 16, 10  # width of a digit on narrow and wide screens, in units
MOST_PRINTED = 14  # names of towns on a map
SMALL, MIDDLE, LARGE = 5, 12, 21  # radii of marks
WEDGE, HALF_ANGLE = 17, 28  # of a camera's direction


@dataclass(frozen=True)
class Area:
    """One department: its path, its number and where it is printed, its link."""

    path: str
    tint: int
    is_here: bool  # of the territory shown, not a neighbour
    number: int
    fits: str  # "", where it is printed: "wide" on wide screens alone, "never" nowhere
    x: int
    y: int
    label: str
    url: str


@dataclass(frozen=True)
class Mark:
    """One dot or cluster: where, how large, how many, what it is called, where it leads."""

    x: float
    y: float
    radius: float
    count: int
    label: str
    url: str
    name: str  # printed beside a town; empty where it would crowd
    wedge: str
    latitude: float
    longitude: float

    @property
    def beyond(self) -> float:
        """Where a name begins, right of the middle."""
        return self.radius + 5


def counted(kind, number: int) -> str:
    """So many deployments, or cameras."""
    if kind.key == "camera":
        return ngettext("%(n)s camera", "%(n)s cameras", number) % {"n": number}
    return ngettext("%(n)s deployment", "%(n)s deployments", number) % {"n": number}


def tint_steps(numbers: Iterable[int]) -> list[tuple[int, int, int]]:
    """(tint, from, to): a third of the departments each; steps that would be empty are left out."""
    given = sorted(number for number in numbers if number)
    found, low = [], 1
    for tint in range(1, TINTS + 1):
        high = given[(len(given) - 1) * tint // TINTS] if given else 0
        if high >= low:
            found.append((tint, low, high))
            low = high + 1
    return found


def tint_of(number: int, steps) -> int:
    """The tint of a number; 0 is white."""
    return next((tint for tint, low, high in steps if low <= number <= high), 0)


def areas(asked: Asked, scene: Scene, found: Located, frame: Frame, codes, steps) -> list[Area]:
    """Departments with how many records each holds; on the map of France the ring of Paris has
    its numbers in its inset."""
    is_france = bool(scene.insets) and frame is scene.frame
    drawn, colon = [], _colon()
    for code in codes:
        outline, place = outlines()[code], scene.department(code)
        number = len(found.inside(place.entry)) if place and code in scene.codes else 0
        is_named = number and not (is_france and code in RING)
        x, y = map(round, frame.at(*outline.middle))
        fits = fit(number, outline.main.width * frame.scale)
        drawn.append(Area(
            path=frame.path(code, frame.loss), is_here=code in scene.codes,
            tint=tint_of(number, steps), number=number, fits=fits, x=x, y=y,
            label=f"{place.title}{colon}{counted(asked.kind, number)}" if is_named else "",
            url=asked.address(place=place.slug) if is_named else "",
        ))  # fmt: skip
    return drawn


def fit(number: int, room: float) -> str:
    """On which screens a number fits in a department; the list beside always has it."""
    digits = len(str(number))
    if digits * DIGIT_NARROW <= room:
        return ""
    return "wide" if digits * DIGIT_WIDE <= room else "never"


def ground(frame: Frame, codes) -> list[tuple[str, bool]]:
    """The outlines that a closer frame meets, and whether they are of the territory shown."""
    met = [outline for outline in outlines().values() if outline.box.meets(frame.box)]
    return [(frame.path(outline.code), outline.code in codes) for outline in met]


def region_lines(scene: Scene, frame: Frame) -> str:
    """The borders of regions, as the data of one path."""
    regions = []
    for code in outlines():
        department = scene.department(code)
        region = scene.region_of(department) if department else None
        regions.append((code, region.slug if region else ""))
    return _region_lines(frame, tuple(regions))


@lru_cache(MOST_DRAWN)
def _region_lines(frame: Frame, regions: tuple[tuple[str, str], ...]) -> str:
    """Which department lies in which region hardly ever changes: the lines are drawn once."""
    lines = [line for line in borders(dict(regions), frame.loss) if frame.box.holds(*line[0])]
    return "".join(frame.line(line) for line in lines)


def marks(asked: Asked, found: Located, frame: Frame, some: list[Cluster]) -> list[Mark]:
    """The clusters of a frame as marks; those of one record lead to it."""
    single = {c.records[0]: found.entries(c.records)[0] for c in some if c.count == 1}
    alone = Entry.objects.in_bulk(single.values())
    drawn, colon = [], _colon()
    for cluster in some:
        x, y = frame.at(cluster.x, cluster.y)
        record = alone.get(single[cluster.records[0]]) if cluster.count == 1 else None
        centre = (latitude_of(cluster.y), cluster.x)
        drawn.append(Mark(
            x=x, y=y, radius=radius(cluster.count), count=cluster.count,
            label=_label(asked, found, cluster, record, colon),
            url=_url(asked, found, cluster, record),
            name="" if len(drawn) >= MOST_PRINTED else _town(found, cluster),
            wedge=wedge(x, y, cluster.direction),
            latitude=round(centre[0], 5), longitude=round(centre[1], 5),
        ))  # fmt: skip
    return drawn


def radius(count: int) -> float:
    """Small for one, then growing as the logarithm."""
    return SMALL if count == 1 else round(min(LARGE, MIDDLE + math.log2(count)), 1)


def wedge(x: float, y: float, direction: int | None) -> str:
    """A sector that opens where a camera looks: 0 is north, 90 is east."""
    if direction is None:
        return ""
    ends = []
    for degrees in (direction - HALF_ANGLE, direction + HALF_ANGLE):
        turn = math.radians(degrees)
        ends.append((round(x + WEDGE * math.sin(turn), 1), round(y - WEDGE * math.cos(turn), 1)))
    (x1, y1), (x2, y2) = ends
    return f"M{x} {y}L{x1} {y1}A{WEDGE} {WEDGE} 0 0 1 {x2} {y2}z"


def _town(found: Located, cluster: Cluster) -> str:
    """The name of the town of a mark that stands for one town."""
    is_town = len(cluster.places) == 1 and not found.are_cameras
    return found.places[cluster.places[0]].title if is_town else ""


def _label(asked: Asked, found: Located, cluster: Cluster, record, colon: str) -> str:
    names = [found.places[number].title for number in cluster.named]
    where = ", ".join(names)
    more = len(cluster.places) - len(names)
    if more:
        where = ngettext(
            "%(places)s and %(n)s other place", "%(places)s and %(n)s other places", more
        ) % {"places": where, "n": more}
    if record:
        return f"{record}, {where}"
    return f"{where}{colon}{counted(asked.kind, cluster.count)}"


def _url(asked: Asked, found: Located, cluster: Cluster, record: Entry | None) -> str:
    """The record itself; the town; a closer view; or the list, when nothing closer would help."""
    if record:
        return record.get_absolute_url()
    is_one = len(cluster.places) == 1
    place = found.places[cluster.places[0]]
    is_here = asked.area is not None and asked.area.entry == place.entry
    if is_one and not is_here:
        return asked.address(place=place.slug)
    if (is_one and not found.are_cameras) or asked.zoom >= DEEPEST:
        return asked.list_address()
    return asked.address(zoom=asked.zoom + 1, at=(latitude_of(cluster.y), cluster.x))


def _colon() -> str:
    return pgettext("between a label and its text", ": ")
