"""Places under those they lie in, put in order branch by branch as far as somebody reads."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.facets.index import Index

from .lines import Groups
from .names import fullest_first
from .territory import Territory


@dataclass(frozen=True)
class Branches:
    """The places that have a row; each is followed by what lies in it, the most lines first.

    What has lines gives them to all that it lies in: no branch with a row hangs on one without.
    """

    index: Index
    groups: Groups
    territory: Territory
    covered: frozenset[int]  # the places filtered by; none for all of them

    def __iter__(self) -> Iterator[int]:
        yield from self._under(self._outermost())

    def depth(self, node: int) -> int:
        """In how many places with a row a place lies."""
        return sum(1 for part in self.territory.above(node) if part in self.groups)

    def _outermost(self) -> list[int]:
        if not self.covered:
            return self.territory.inside.get(None, [])
        above = self.territory.above
        return [node for node in self.covered if self.covered.isdisjoint(above(node))]

    def _under(self, nodes: list[int]) -> Iterator[int]:
        groups = self.groups
        counted = sorted((-groups.size(node), node) for node in nodes if node in groups)
        for node in fullest_first(self.index, ((-number, node) for number, node in counted)):
            yield node
            yield from self._under(self.territory.inside.get(node, []))
