"""The lines of money that pass the filters, as documents of the index."""

from dataclasses import dataclass
from functools import cached_property, partial
from heapq import nsmallest
from typing import NamedTuple

from pyroaring import BitMap

from cases.facets.bitmaps import Bitmaps, Key
from cases.facets.index import NOTHING, Index

from .measures import Measures, measures_of
from .territory import territory_of

# The documents of the lines that have each value of a facet.
Groups = Bitmaps


class Sum(NamedTuple):
    """What the lines of one nature come to: their exact amounts in cents, and how many of each."""

    code: int  # the nature
    cents: int | None  # None when no line has an exact amount
    exact: int
    bounded: int
    silent: int
    derived: int
    shared: int


class Sums(NamedTuple):
    """The sums of some natures, and of how many there are none because a page has no room."""

    made: list[Sum]
    left_out: int


@dataclass(frozen=True)
class Lines:
    """Some lines of money, and what is known of each.

    `name` is the value of a facet of which they are all the lines there are; sums that a page
    shows of those are made once for a version of the data, some dozens of them.
    """

    measures: Measures
    documents: BitMap
    shared: BitMap = NOTHING  # also for places outside the territory meant: no sum may hold them
    name: tuple[str, Key] | None = None

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def are_all(self) -> bool:
        """True when no line is missing."""
        return not self.shared and self.documents == self.measures.index.all_of("funding")

    @cached_property
    def exact(self) -> BitMap:
        """The entries of those with an exact amount."""
        index = self.measures.index
        find = partial(index.entries_of, self.documents & self.measures.exact)
        return index.remember(("money", "exact"), find) if self.are_all else find()

    def sums(self, most: int | None = None) -> Sums:
        """A sum for each of their natures, or for the `most` natures that most of them have."""
        add = partial(self._sums, most)
        if self.name is None or most is None:
            return add()
        return self.measures.index.remember(("money", "sums", self.name, most), add)

    def part(self, documents: BitMap, name: str, key: Key, shared: BitMap | None = None) -> "Lines":
        """Those among them that have a value of a facet."""
        shared = self.shared if shared is None else shared
        return Lines(self.measures, documents, shared, (name, key) if self.are_all else None)

    def by(self, name: str) -> Groups:
        """Those that have each value of a facet; a line that has several is in several."""
        held = self.measures.facets[name]
        return held if self.are_all else held.within(self.documents)

    def _sums(self, most: int | None) -> Sums:
        counted = self.measures.counted(self.documents)
        codes = counted if most is None else nsmallest(
            most, counted, key=lambda code: (-counted[code], code)
        )  # fmt: skip
        return Sums([self._sum(code) for code in codes], len(counted) - len(codes))

    def _sum(self, code: int) -> Sum:
        measures = self.measures
        group = self.documents & measures.bitmaps[code]
        rest = group - self.shared if self.shared else group
        derived = rest.intersection_cardinality(measures.derived)
        bounded = rest.intersection_cardinality(measures.bounded)
        exact = rest & measures.exact
        return Sum(
            code=code,
            cents=measures.cents_in(exact) if exact else None,
            exact=len(exact),
            bounded=bounded,
            silent=len(rest) - len(exact) - bounded - derived,
            derived=derived,
            shared=len(group) - len(rest),
        )


def lines_for(index: Index, documents: BitMap, places: set[int]) -> Lines:
    """The lines found by the filters of a page, among them those of these places."""
    shared = territory_of(index).reaching_outside(places) if places else NOTHING
    return Lines(measures_of(index), documents, shared)
