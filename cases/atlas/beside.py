"""The list beside the map: the same figures in words, and what no map can show."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases.facets.index import NOTHING, union
from cases.models import Entry, Place

from .asking import Asked
from .located import Located, Where
from .outlines import Box
from .scene import Scene, within

MOST_LINES = 300
MOST_RECORDS = 100


@dataclass(frozen=True)
class Line:
    """One territory or record: its name, the map of it, how many, the list of them."""

    name: str
    map_url: str
    count: int
    list_url: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Lines under a heading that has a number and links of its own."""

    head: Line | None
    lines: list[Line]
    left_out: int = 0  # lines beyond the limit


@dataclass(frozen=True)
class Beside:
    """The groups; what has no outline; the records one by one in a town."""

    groups: list[Group]
    elsewhere: list[Line]
    nowhere: int
    records: list[Entry]
    records_left_out: int
    in_frame: int | None = None  # records of a closer view


def beside(asked: Asked, scene: Scene, found: Located) -> Beside:
    """What stands beside the map."""
    if scene.counts_areas:
        return _by_department(asked, scene, found)
    inside = within(asked, found)
    shown = _in_frame(asked, scene, found, inside) if asked.zoom else None
    numbers = shown[1] if shown else found.of(inside)
    places = shown[0] if shown else inside or set()
    several = _few_records(numbers, places)
    some = found.entries(several[:MOST_RECORDS])
    groups = _by_place(asked, found, places, numbers) if asked.area or asked.zoom else []
    titles = list(Entry.objects.filter(pk__in=some).order_by("title", "pk"))
    outside = () if asked.area else _outside(asked, scene, found)
    return Beside(
        groups, list(outside), found.nowhere if asked.area is None else 0, titles,
        len(several) - len(titles), len(numbers) if shown else None,
    )  # fmt: skip


def _few_records(numbers: BitMap, places: set[int]) -> BitMap:
    """The records one by one where there is one place, or few of them."""
    return numbers if len(places) == 1 or len(numbers) <= MOST_RECORDS // 4 else NOTHING


def _by_department(asked: Asked, scene: Scene, found: Located) -> Beside:
    """Regions with their departments, and what names no department."""
    regions: dict[int, list[Where]] = {}
    for place in scene.known.values():
        if place.kind != Place.Kind.DEPARTMENT:
            continue
        if asked.area and asked.area.entry not in place.chain():
            continue
        region = scene.region_of(place)
        if found.inside(place.entry):
            regions.setdefault(region.entry if region else place.entry, []).append(place)
    for place in scene.known.values():
        is_inside = asked.area is None or asked.area.entry in place.chain()
        if place.kind == Place.Kind.REGION and is_inside and found.inside(place.entry):
            regions.setdefault(place.entry, [])
    groups = []
    for entry, departments in regions.items():
        named = [_line(asked, found, place) for place in departments]
        rest = found.inside(entry) - _union_inside(found, departments)
        named.sort(key=lambda line: (-line.count, line.name))
        if rest and named:
            named.append(Line(_("department not named"), "", len(rest), ""))
        head = _line(asked, found, scene.known[entry])
        # A region of one department with the same name, overseas, would stand twice.
        is_twice = len(departments) == 1 and departments[0].title == head.name and not rest
        groups.append(Group(head, [] if is_twice else named))
    groups.sort(key=lambda group: (-group.head.count, group.head.name))
    outside = _outside(asked, scene, found) if asked.area is None else ()
    nowhere = found.nowhere if asked.area is None else 0
    return Beside(groups, list(outside), nowhere, [], 0)


def _outside(asked: Asked, scene: Scene, found: Located) -> list[Line]:
    """What no department or region of France holds: France as a whole, other countries, more."""
    inside = _union_inside(found, list(scene.known.values()))
    home = {place.chain()[0] for place in scene.known.values()}
    lines = []
    for entry, place in found.outermost.items():
        records = found.inside(entry)
        if entry not in home:
            lines.append(Line(place.title, "", len(records), asked.list_address(place=place.slug)))
        elif records - inside:
            note = _("region not named")
            lines.append(Line(place.title, "", len(records - inside), "", note))
    return sorted(lines, key=lambda line: (-line.count, line.name))


def _by_place(asked: Asked, found: Located, places: set[int], numbers: BitMap) -> list[Group]:
    """The towns of a department, each with what the map does with it."""
    if places == {asked.area.entry if asked.area else None}:
        return []
    lines = []
    for entry, place in found.know(places).items():
        records = found.at(entry) & numbers
        if not records:
            continue
        if asked.area and entry == asked.area.entry:
            name = _("somewhere in %(place)s") % {"place": place.title}
            lines.append(Line(name, "", len(records), "", _("not drawn: no town named")))
            continue
        note = "" if found.are_cameras or place.is_drawn else _("not drawn: point not known")
        lines.append(Line(place.title, asked.address(place=place.slug), len(records),
                          asked.list_address(place=place.slug), note))  # fmt: skip
    lines.sort(key=lambda line: (-line.count, line.name))
    return [Group(None, lines[:MOST_LINES], len(lines[MOST_LINES:]))] if lines else []


def _in_frame(asked: Asked, scene: Scene, found: Located, inside: set[int] | None):
    """The places and records whose points lie in a closer frame."""
    box: Box | None = scene.frame.box if scene.frame else None
    spots = list(found.spots(inside, box)) if box else []
    return {spot.place for spot in spots}, union(spot.records for spot in spots)


def _line(asked: Asked, found: Located, place: Where) -> Line:
    return Line(place.title, asked.address(place=place.slug), len(found.inside(place.entry)),
                asked.list_address(place=place.slug))  # fmt: skip


def _union_inside(found: Located, places: list[Where]) -> BitMap:
    return union(found.inside(place.entry) for place in places)
