"""Where the places of lines of money lie in one another, and which lines several of them share."""

from functools import cached_property

from pyroaring import BitMap

from cases.facets.index import NOTHING, Index
from cases.facets.numbers import among
from cases.models import Place

from .measures import measures_of


class Territory:
    """Every place that a line of money names, and what it lies in, for one version of the data."""

    def __init__(self, index: Index):
        together = measures_of(index).facets["together"]
        read = {key: tuple(map(int, key.split(","))) for key in together}
        self.several = [(read[key], bitmap) for key, bitmap in together.items() if "," in key]
        named = {place for places in read.values() for place in places}
        self.above: dict[int, tuple[int, ...]] = {}  # of each place, outermost first
        self.covering: dict[int, frozenset[int]] = {}  # a place, what it lies in, its grouping
        rows = among(Place.objects.order_by(), list(named)).values_list("pk", "path", "grouping")
        for number, path, grouping in rows.iterator():
            chain = (*(int(part) for part in path.split("/") if part), number)
            self.covering[number] = frozenset((*chain, grouping) if grouping else chain)
            for depth, node in enumerate(chain):
                self.above[node] = chain[:depth]
        self.inside: dict[int | None, list[int]] = {}  # each place; None holds the outermost
        for node, chain in self.above.items():
            self.inside.setdefault(chain[-1] if chain else None, []).append(node)

    @cached_property
    def shared(self) -> dict[int, BitMap]:
        """For each place the lines that also pay for places outside of it."""
        found: dict[int, BitMap] = {}
        for places, bitmap in self.several:
            chains = [self._covering(place) for place in places]
            for node in frozenset.union(*chains) - frozenset.intersection(*chains):
                found[node] = found.get(node, NOTHING) | bitmap
        return found

    def reaching_outside(self, places: set[int]) -> BitMap:
        """The lines of several places of which one at least lies in none of these."""
        found = [
            bitmap
            for named, bitmap in self.several
            if any(places.isdisjoint(self._covering(place)) for place in named)
        ]
        return BitMap.union(*found) if found else NOTHING

    def _covering(self, place: int) -> frozenset[int]:
        return self.covering.get(place) or frozenset((place,))


def territory_of(index: Index) -> Territory:
    """The territory of an index, read once for this version of the data."""
    return index.remember(("money", "territory"), lambda: Territory(index))
