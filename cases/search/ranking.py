"""Which of the records found stand first: the very name, other names, then words of the text.

All are counted, few are compared: nothing but what is shown is read, however many are found.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import F
from pyroaring import BitMap

from cases.facets.index import Index
from cases.facets.numbers import among
from cases.models import Entry, Place

from .index import Matches, names_from

EXACT, BEGINS, NAMED, PART, WITHIN = range(5)
MOST_OF_A_KIND = 10
# Of more equally good ones the last edited are shown, and the most populous places.
MOST_COMPARED = 300
EVERY_PLACE = 100_000
# Of equally good kinds, what people come for stands first; a word of the vocabulary last.
ORDER = (
    "deployment", "legal", "funding", "product", "vendor", "organisation", "place", "law", "event",
    "statistic", "camera", "source", "page", "tag", "term",
)  # fmt: skip
BEST_KNOWN_FIRST = F("population").desc(nulls_last=True)


@dataclass(frozen=True)
class Ranked:
    """The best records of each kind, the kind of the best one first, and how good that one is."""

    numbers: dict[str, list[int]]
    best: int = WITHIN


@dataclass(frozen=True)
class Ranking:
    """What a question found in an index, to be put in order; `folded` is what was typed."""

    index: Index
    matches: Matches
    folded: str

    def best(self, found: dict[str, BitMap]) -> Ranked:
        """The first few of each kind."""
        named, partly = self.matches.named, self.matches.partly
        ranks: dict[int, tuple[int, int, str]] = {}
        for kind, documents in found.items():
            tiers = [*self._by_name(kind), named, partly, documents]
            for number, rank in self._likely(kind, documents, tiers):
                ranks[number] = rank, ORDER.index(kind), kind
        numbers: dict[str, list[int]] = {}
        for number in sorted(_in_order(ranks), key=ranks.__getitem__):
            shown = numbers.setdefault(ranks[number][-1], [])
            if len(shown) < MOST_OF_A_KIND:
                shown.append(number)
        return Ranked(numbers, min(ranks.values())[0] if ranks else WITHIN)

    def _by_name(self, kind: str) -> tuple[BitMap, BitMap]:
        """Those with the very name, and those of which a name begins so.

        Of thousands the first of the alphabet: the others have the words in their names.
        """
        most = EVERY_PLACE if kind == "place" else MOST_COMPARED
        rows = names_from(kind, self.folded, most)
        exact = [number for number, folded in rows if folded == self.folded]
        begins = [number for number, folded in rows if folded != self.folded]
        return self.index.documents_of(exact), self.index.documents_of(begins)

    def _likely(
        self, kind: str, documents: BitMap, tiers: list[BitMap]
    ) -> Iterator[tuple[int, int]]:
        """(number, rank) of those among which the first few are."""
        wanted, left = MOST_OF_A_KIND, documents
        for rank, tier in enumerate(tiers):
            here = left & tier
            left = left - here
            for number in self._some(kind, here, wanted):
                yield number, rank
            wanted -= len(here)
            if wanted <= 0 or not left:
                return

    def _some(self, kind: str, equals: BitMap, wanted: int) -> list[int]:
        """Of equally good ones all, or those that are shown."""
        if len(equals) <= MOST_COMPARED:
            return self.index.numbers_of(equals)
        if kind == "place":
            places = among(Place.objects.all(), self.index.numbers_of(equals))
            return list(
                places.order_by(BEST_KNOWN_FIRST, "pk").values_list("pk", flat=True)[:wanted]
            )
        return self.index.numbers_of(equals[len(equals) - wanted :])


def _in_order(numbers: Collection[int]) -> list[int]:
    """Equally good ones: places by population, all by title."""
    order = (F("place__population").desc(nulls_last=True), "title", "pk")
    entries = among(Entry.objects.all(), list(numbers))
    return list(entries.order_by(*order).values_list("pk", flat=True))
