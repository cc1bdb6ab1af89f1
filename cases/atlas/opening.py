"""The map of the home page, and in words the departments that hold most of it."""

from dataclasses import dataclass
from operator import attrgetter

from django.conf import settings
from django.http import QueryDict

from cases.facets.trees import PlaceKeys
from cases.models import Place

from .asking import read
from .located import Located, Where
from .page import MapPage, page_of

MOST_DEPARTMENTS, MOST_NAMED = 10, 3


@dataclass(frozen=True)
class Department:
    """One department: its places with most deployments, and how many deployments it holds."""

    place: Where
    places: tuple[str, ...]
    deployments: int
    is_home: bool


@dataclass(frozen=True)
class Opening:
    """The map without filters, and the first departments: the instance's own, then the fullest."""

    map: MapPage
    departments: list[Department]
    left_out: int  # departments with deployments that are on the map alone


def opening() -> Opening:
    """What the home page draws and lists."""
    page = page_of(read(QueryDict()))
    found = page.found
    own = [p for p in page.scene.known.values() if p.kind == Place.Kind.DEPARTMENT]
    numbers = {place: len(found.inside(place.entry)) for place in own}
    filled = [place for place in own if numbers[place] or place.insee == settings.TERRITORY]
    filled.sort(key=lambda p: (p.insee != settings.TERRITORY, -numbers[p], p.title))
    shown = filled[:MOST_DEPARTMENTS]
    named = _fullest(found, shown)
    return Opening(
        page,
        [
            Department(place, named[place.entry], numbers[place], place.insee == settings.TERRITORY)
            for place in shown
        ],
        len(filled) - len(shown),
    )


def _fullest(found: Located, departments: list[Where]) -> dict[int, tuple[str, ...]]:
    """For each department the names of its places with most deployments, the fullest first."""
    tree = PlaceKeys("places").children(found.index, [place.entry for place in departments])
    best = {}
    for place in departments:
        inside = tree.get(place.entry, [])
        inside = sorted(inside, key=lambda node: -len(found.inside(node)))
        best[place.entry] = [node for node in inside[:MOST_NAMED] if found.inside(node)]
    known = found.know([node for nodes in best.values() for node in nodes])
    in_order = {entry: [known[node] for node in nodes] for entry, nodes in best.items()}
    return {entry: tuple(map(attrgetter("title"), places)) for entry, places in in_order.items()}
