"""Lines with fewer points, none of them far from where the line went."""

import math

Point = tuple[float, float]


def thinned(line: tuple[Point, ...], loss: float) -> tuple[Point, ...]:
    """The line without the points that lie within `loss` of what is left, as Douglas and Peucker.

    Both ends stay, so that lines that met still meet.
    """
    if not loss:
        return line
    kept, stretches = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        far, where = max(
            ((_away(line[n], line[first], line[last]), n) for n in range(first + 1, last)),
            default=(0, 0),
        )
        if far > loss:
            kept.add(where)
            stretches += [(first, where), (where, last)]
    return tuple(line[number] for number in sorted(kept))


def _away(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the line through two others, or from both where they are one."""
    east, south = end[0] - start[0], end[1] - start[1]
    x, y = point[0] - start[0], point[1] - start[1]
    length = math.hypot(east, south)
    return abs(east * y - south * x) / length if length else math.hypot(x, y)
