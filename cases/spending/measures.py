"""What is known of each line of money, by its document number: read off the index, in cents."""

from array import array
from collections.abc import Iterable
from decimal import Decimal

from pyroaring import BitMap

from cases.facets.amounts import BOUNDED, DERIVED, EXACT, NEGATIVE
from cases.facets.current import facets_of
from cases.facets.index import NOTHING, Index

MANY = 300  # lines; of more, each nature is asked whether it has any of them
Nature = tuple  # number of the kind or `-`, stage, tax basis, currency; `-` is not known


class Measures:
    """The natures of all lines and their amounts, for one version of the data."""

    def __init__(self, index: Index):
        self.index, self.facets = index, facets_of(index, "funding")
        standing = self.facets["standing"]
        self.exact = standing.get(EXACT, NOTHING)
        self.bounded = standing.get(BOUNDED, NOTHING)
        self.derived = standing.get(DERIVED, NOTHING)
        self.natures = self._by_nature()
        self.bitmaps = list(self.natures.values())
        self.nature_of = array("I", bytes(4 * len(index.entries)))
        for code, bitmap in enumerate(self.bitmaps):
            for document in bitmap:
                self.nature_of[document] = code
        self.cents = self._amounts()

    def codes_in(self, documents: BitMap) -> set[int]:
        """The natures that any of these lines has, by their place in the list."""
        if len(documents) > MANY:
            found = enumerate(self.bitmaps)
            return {code for code, bitmap in found if not bitmap.isdisjoint(documents)}
        return set(map(self.nature_of.__getitem__, documents))

    def cents_in(self, documents: Iterable[int]) -> int:
        """The sum of the exact amounts of these lines, in cents."""
        return sum(map(self.cents.__getitem__, documents))

    def _by_nature(self) -> dict[Nature, BitMap]:
        found = {(): self.index.all_of("funding")}
        for name in ("kind", "stage", "tax_basis", "currency"):
            found = {
                (*nature, key): both
                for nature, bitmap in found.items()
                for key, other in self.facets[name].items()
                if (both := bitmap & other)
            }
        return found

    def _amounts(self) -> array:
        cents = array("q", bytes(8 * len(self.index.entries)))
        digits = dict(self.facets["cents"])
        negative = digits.pop(NEGATIVE, NOTHING)
        for digit, bitmap in digits.items():
            value = 1 << digit
            for document in bitmap:
                cents[document] += value
        for document in negative:
            cents[document] = -cents[document]
        return cents


def amount_of(cents: int) -> Decimal:
    """Whole cents as an amount of two decimals."""
    return Decimal(cents).scaleb(-2)


def measures_of(index: Index) -> Measures:
    """The measures of an index, made once for this version of the data."""
    return index.remember(("money",), lambda: Measures(index))
