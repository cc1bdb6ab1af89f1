"""Places under those they lie in, put in order branch by branch as far as somebody reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.facets.index import Index

from .lines import Groups
from .names import titles_of


@dataclass(frozen=True)
class Branches:
    """The places that have a row; each is followed by what lies in it, the most lines first."""

    groups: Groups
    above: Mapping[int, tuple[int, ...]]
    below: dict[int | None, list[int]]
    titles: Mapping[int, str]

    def __iter__(self) -> Iterator[int]:
        yield from self._under(None)

    def depth(self, node: int) -> int:
        """In how many places with a row a place lies."""
        return sum(1 for part in self.above[node] if part in self.groups)

    def _under(self, node: int | None) -> Iterator[int]:
        for inside in sorted(self.below.get(node, ()), key=self._place):
            yield inside
            yield from self._under(inside)

    def _place(self, node: int) -> tuple:
        return -len(self.groups[node]), self.titles.get(node, ""), node


def branches_of(index: Index, groups: Groups, above: Mapping[int, tuple[int, ...]]) -> Branches:
    """Each place under the nearest one above it that has a row."""
    below: dict[int | None, list[int]] = {}
    for node in groups:
        parent = next((part for part in reversed(above[node]) if part in groups), None)
        below.setdefault(parent, []).append(node)
    return Branches(groups, above, below, titles_of(index, groups))
