"""Where the places of lines of money lie in one another, and which lines several of them share."""

from functools import cached_property

from pyroaring import BitMap

from cases.facets.index import Index, union
from cases.facets.numbers import among
from cases.models import Place

from .measures import measures_of


class Territory:
    """Every place that a line of money names, and what it lies in, for one version of the data."""

    def __init__(self, index: Index):
        self.together = measures_of(index).facets["together"]
        self.parents: dict[int, int | None] = {}
        self.groupings: dict[int, int] = {}
        named = {place for key in self.together for place in _places(key)}
        rows = among(Place.objects.order_by(), list(named)).values_list("pk", "path", "grouping")
        for number, path, grouping in rows.iterator():
            above = None
            for node in (*(int(part) for part in path.split("/") if part), number):
                self.parents[node] = above
                above = node
            if grouping:
                self.groupings[number] = grouping
        self.inside: dict[int | None, list[int]] = {}  # each place; None holds the outermost
        for node, above in self.parents.items():
            self.inside.setdefault(above, []).append(node)

    def __contains__(self, place: int) -> bool:
        return place in self.parents

    def above(self, place: int) -> list[int]:
        """What a place lies in."""
        return self.chain(place)[1:]

    def chain(self, place: int) -> list[int]:
        """A place and what it lies in."""
        found = [place]
        while (above := self.parents.get(found[-1])) is not None:
            found.append(above)
        return found

    @cached_property
    def several(self) -> list[tuple[list[int], str]]:
        """The places of the lines that pay for several, with the key of those lines."""
        return [(_places(key), key) for key in self.together if "," in key]

    @cached_property
    def shared(self) -> dict[int, BitMap]:
        """For each place the lines that also pay for places outside of it."""
        found: dict[int, list[str]] = {}
        for places, key in self.several:
            chains = [self._covering(place) for place in places]
            for node in frozenset.union(*chains) - frozenset.intersection(*chains):
                found.setdefault(node, []).append(key)
        return {node: union(map(self.together.get, keys)) for node, keys in found.items()}

    def reaching_outside(self, places: set[int]) -> BitMap:
        """The lines of several places of which one at least lies in none of these."""
        return union(
            self.together[key]
            for named, key in self.several
            if any(places.isdisjoint(self._covering(place)) for place in named)
        )

    def _covering(self, place: int) -> frozenset[int]:
        """A place, what it lies in, and its grouping."""
        grouping = self.groupings.get(place)
        return frozenset(self.chain(place) + ([grouping] if grouping else []))


def _places(key: str) -> list[int]:
    return [int(place) for place in key.split(",")]


def territory_of(index: Index) -> Territory:
    """The territory of an index, read once for this version of the data."""
    return index.remember(("money", "territory"), lambda: Territory(index))
