"""Which part of the world a map shows, and whether it counts territories or draws points."""

from dataclasses import dataclass
from functools import cached_property

from cases.models import Place

from .asking import Asked
from .frames import (
    CLOSE,
    OVERSEAS,
    Frame,
    around_areas,
    around_point,
    insets,
    mainland,
    shaped,
)
from .located import Located, Where, departments_and_regions
from .outlines import Box, latitude_of, outlines, plane_y


@dataclass(frozen=True)
class Scene:
    """The frame (None where no outline is shipped), and the departments that are counted in it.

    `counts_areas` is true for France and its regions; elsewhere points are drawn.
    """

    frame: Frame | None
    codes: tuple[str, ...]
    counts_areas: bool
    insets: tuple[tuple[Frame, tuple[str, ...]], ...]
    known: dict[int, Where]  # departments and regions

    def department(self, code: str) -> Where | None:
        """The department with this code."""
        return self._by_code.get(code)

    def region_of(self, department: Where) -> Where | None:
        """The region in which a department lies."""
        chain = department.chain()
        return next((self.known[n] for n in reversed(chain[:-1]) if n in self.known), None)

    @cached_property
    def _by_code(self) -> dict[str, Where]:
        return {w.insee: w for w in self.known.values() if w.kind == Place.Kind.DEPARTMENT}

    @property
    def center(self) -> tuple[float, float] | None:
        """Latitude and longitude of the middle of the frame."""
        if self.frame is None:
            return None
        box = self.frame.box
        return latitude_of((box.north + box.south) / 2), (box.west + box.east) / 2


def scene_of(asked: Asked) -> Scene:
    """What the map shows for an address."""
    known = departments_and_regions()
    codes = _codes(asked.area, known)
    whole = len(codes) > 1
    is_france = whole and not set(codes).isdisjoint(OVERSEAS)
    base = mainland() if is_france else _frame(asked.area, codes, known)
    if base is None:
        return Scene(None, codes, whole, (), known)
    if asked.zoom:
        return Scene(closer(base, asked), codes, False, (), known)
    below = tuple(insets(base.tall)) if is_france else ()
    return Scene(base, codes, whole, below, known)


def closer(base: Frame, asked: Asked) -> Frame:
    """The frame halved as often as the zoom says, around the point asked for."""
    box = base.box
    x, y = (box.west + box.east) / 2, (box.north + box.south) / 2
    if asked.at:
        x, y = asked.at[1], plane_y(asked.at[0])
    wide, tall = box.width / 2 ** (asked.zoom + 1), box.height / 2 ** (asked.zoom + 1)
    return Frame(Box(x - wide, y - tall, x + wide, y + tall))


def within(asked: Asked, found: Located) -> set[int] | None:
    """The places of the records that lie in the territory asked for; None without one: any."""
    if asked.area is None:
        return None
    return {place for place in asked.places_inside if found.at(place)}


def _codes(area: Where | None, known: dict[int, Where]) -> tuple[str, ...]:
    """The departments of the territory, or the one around it, that have an outline."""
    shapes = outlines()
    if area is None:
        return tuple(sorted(shapes))
    departments = [w for w in known.values() if w.kind == Place.Kind.DEPARTMENT]
    drawn = [w for w in departments if w.insee in shapes]
    inside = [w for w in drawn if area.entry in w.chain()]
    around = [w for w in drawn if w.entry in area.chain()]
    return tuple(sorted(w.insee for w in inside or around))


def _frame(area: Where | None, codes: tuple[str, ...], known: dict[int, Where]) -> Frame | None:
    if area and area.is_drawn:
        return around_point(area.longitude, area.latitude)
    if codes:
        return around_areas(codes)
    return _of_members(area)


def _of_members(area: Where | None) -> Frame | None:
    """The frame around the towns of a grouping."""
    if area is None or area.kind != Place.Kind.EPCI:
        return None
    rows = Place.objects.filter(grouping=area.entry, point=Place.Point.PLACE)
    points = [
        (longitude, plane_y(latitude))
        for longitude, latitude in rows.values_list("longitude", "latitude")
        if longitude is not None
    ]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return Frame(shaped(Box(min(xs) - CLOSE / 2, min(ys) - CLOSE / 2, max(xs) + CLOSE / 2,
                            max(ys) + CLOSE / 2), 1))  # fmt: skip
