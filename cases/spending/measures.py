"""What is known of each line of money, by its document number: read off the index, in cents."""

from decimal import Decimal

from pyroaring import BitMap

from cases.facets.amounts import BOUNDED, DERIVED, EXACT, NEGATIVE
from cases.facets.current import facets_of
from cases.facets.index import NOTHING, Index

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
        digits = dict(self.facets["cents"])
        self.negative = digits.pop(NEGATIVE, NOTHING)
        self.digits = [(1 << digit, bitmap) for digit, bitmap in digits.items()]

    def counted(self, documents: BitMap) -> dict[int, int]:
        """How many of these lines have each nature, by its place in the list; no nature of none."""
        count = documents.intersection_cardinality
        return {code: n for code, bitmap in enumerate(self.bitmaps) if (n := count(bitmap))}

    def cents_in(self, documents: BitMap) -> int:
        """The sum of the exact amounts of these lines, in cents.

        Each binary digit counts as often as lines have it: as dear for a million as for ten.
        """
        taken = documents & self.negative
        return self._added(documents) - 2 * self._added(taken) if taken else self._added(documents)

    def _added(self, documents: BitMap) -> int:
        """The sum of the amounts without their signs."""
        count = documents.intersection_cardinality
        return sum(value * count(bitmap) for value, bitmap in self.digits)

    def _by_nature(self) -> dict[Nature, BitMap]:
        """In an order of their own: that of a facet's keys depends on what came when."""
        found = {(): self.index.all_of("funding")}
        for name in ("kind", "stage", "tax_basis", "currency"):
            found = {
                (*nature, key): both
                for nature, bitmap in found.items()
                for key, other in sorted(self.facets[name].items(), key=lambda one: str(one[0]))
                if (both := bitmap & other)
            }
        return found


def amount_of(cents: int) -> Decimal:
    """Whole cents as an amount of two decimals."""
    return Decimal(cents).scaleb(-2)


def measures_of(index: Index) -> Measures:
    """The measures of an index, made once for this version of the data."""
    return index.remember(("money",), lambda: Measures(index))
