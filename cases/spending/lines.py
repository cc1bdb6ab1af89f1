"""The lines of money that pass the filters, as documents of the index."""

from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from cases.facets.index import NOTHING, Index

from .measures import Measures, measures_of
from .territory import territory_of

Key = str | int
# The documents of the lines that have each value of a facet.
Groups = dict[Key, BitMap]


@dataclass(frozen=True)
class Lines:
    """Some lines of money, and what is known of each."""

    measures: Measures
    documents: BitMap
    shared: BitMap = NOTHING  # also for places outside the territory meant: no sum may hold them

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def codes(self) -> set[int]:
        """Their natures."""
        return self.measures.codes_in(self.documents)

    @cached_property
    def last_exact(self) -> list[int]:
        """The entries of those with an exact amount, the last entered first."""
        measures = self.measures
        return sorted(measures.index.numbers_of(self.documents & measures.exact), reverse=True)

    def part(self, documents: BitMap) -> "Lines":
        """Some of them."""
        return Lines(self.measures, documents, self.shared)

    def by(self, name: str) -> Groups:
        """Those that have each value of a facet; a line that has several is in several."""
        documents, held = self.documents, self.measures.facets[name]
        if documents == self.measures.index.all_of("funding"):
            return held
        return {key: both for key, bitmap in held.items() if (both := bitmap & documents)}


def lines_for(index: Index, documents: BitMap, places: set[int]) -> Lines:
    """The lines found by the filters of a page, among them those of these places."""
    shared = territory_of(index).reaching_outside(places) if places else NOTHING
    return Lines(measures_of(index), documents, shared)
