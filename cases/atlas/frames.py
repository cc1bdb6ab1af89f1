"""Where a piece of the plane lands on the drawing, and the insets of a map of France."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from .outlines import Box, box_around, outlines, plane_y

WIDE = 640  # units of the drawing, whatever its width on a screen
MOST_TALL = 640
INSET_TALL, GAP, LABEL = 104, 12, 22
CLOSE = 0.12  # degrees on each side of a town
RING = ("75", "92", "93", "94")  # Paris and its ring: too small on the map of France
OVERSEAS = ("971", "972", "973", "974", "976")
MARGIN = 0.04
LOST = 1 / 320  # of the width that is shown, which a line may be off: a pixel or two
MOST_PATHS = 512


@dataclass(frozen=True)
class Frame:
    """A box of the plane and where it is drawn."""

    box: Box
    left: float = 0
    top: float = 0
    wide: float = WIDE
    label: str = ""

    @property
    def scale(self) -> float:
        """Units of the drawing for one degree of longitude."""
        return self.wide / self.box.width

    @property
    def tall(self) -> float:
        """Height in units of the drawing."""
        return round(self.box.height * self.scale, 1)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the plane is drawn."""
        return (
            round(self.left + (x - self.box.west) * self.scale, 1),
            round(self.top + (y - self.box.north) * self.scale, 1),
        )

    @property
    def loss(self) -> float:
        """How many degrees a line may be off where departments are counted."""
        return LOST * self.box.width

    def path(self, code: str, loss: float = 0) -> str:
        """The rings of a department as the data of an SVG path."""
        return _path(self, code, loss)

    def line(self, points) -> str:
        """Points as whole units of the drawing, each relative to the one before."""
        places = [(round(x), round(y)) for x, y in (self.at(*point) for point in points)]
        start, before, steps = places[0], places[0], []
        for x, y in places[1:]:
            if (x, y) != before:
                steps += [x - before[0], y - before[1]]
                before = (x, y)
        # A minus sign parts two numbers as well as a space does.
        written = " ".join(map(str, steps)).replace(" -", "-")
        return f"M{start[0]} {start[1]}" + (f"l{written}" if steps else "")


@lru_cache(MOST_PATHS)
def _path(frame: Frame, code: str, loss: float) -> str:
    """The departments never move: those of the home page are drawn once."""
    return "".join(f"{frame.line(ring[:-1])}z" for ring in outlines(loss)[code].rings)


def mainland() -> Frame:
    """European France."""
    shapes = outlines()
    return Frame(box_around([s.box for c, s in shapes.items() if c not in OVERSEAS]).grown(0.01))


def insets(top: float) -> list[tuple[Frame, tuple[str, ...]]]:
    """Frames under the map of France, three a row, each with the departments that it shows."""
    groups = [(_("Paris and its ring"), RING), *((None, (code,)) for code in OVERSEAS)]
    wide = (WIDE - 2 * GAP) / 3
    found = []
    for number, (label, codes) in enumerate(groups):
        row, column = divmod(number, 3)
        left = column * (wide + GAP)
        here = top + row * (INSET_TALL + LABEL + GAP) + LABEL
        around = box_around([outlines()[code].box for code in codes]).grown(0.03)
        box = shaped(around, wide / INSET_TALL)
        found.append((Frame(box, left, here, wide, str(label or "")), codes))
    return found


def around_areas(codes) -> Frame:
    """The frame that shows these departments whole."""
    box = box_around([outlines()[code].box for code in codes]).grown(MARGIN)
    least = WIDE / MOST_TALL
    return Frame(shaped(box, max(least, box.width / box.height)))


def around_point(longitude: float, latitude: float, reach: float = CLOSE) -> Frame:
    """A square frame with a point in its middle; `reach` is in degrees on each side."""
    y = plane_y(latitude)
    return Frame(Box(longitude - reach, y - reach, longitude + reach, y + reach))


def shaped(box: Box, ratio: float) -> Box:
    """The box widened or heightened until its width is `ratio` times its height."""
    wide, tall = max(box.width, box.height * ratio), max(box.height, box.width / ratio)
    x, y = (box.west + box.east) / 2, (box.north + box.south) / 2
    return Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
