"""What the sums of money need of each line, held beside its facets and no filter of any list.

An amount is held in binary, a bitmap for each binary digit of its cents, so that what brings
facets up to date, keeps them on disk and proves them does the same for amounts.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import QuerySet
from pyroaring import BitMap

from cases.models import Deployment, Funding

from .current import facets_of
from .index import NOTHING, Index

EXACT, BOUNDED, SILENT, DERIVED = "exact", "bounded", "silent", "derived"
NEGATIVE = "-"  # beside the binary digits, which are numbered


class StandingKeys:
    """What may be done with the amount of a line: it is added, or only counted."""

    def pairs(self, records: QuerySet) -> Iterator[tuple[int, str]]:
        """One word for each line; what is calculated is never added to what it comes from."""
        rows = records.values_list("pk", "formula", "amount", "amount_min", "amount_max")
        for number, formula, amount, low, high in rows.iterator():
            yield number, standing_of(formula, amount, low, high)


class CentsKeys:
    """The binary digits of the exact amount of a line, in cents."""

    def pairs(self, records: QuerySet) -> Iterator[tuple[int, int | str]]:
        """The number of each digit that is 1, and a sign where the amount is negative."""
        known = records.exclude(amount=None).values_list("pk", "amount")
        for number, amount in known.iterator():
            cents = cents_of(amount)
            if cents < 0:
                yield number, NEGATIVE
            for digit in range(abs(cents).bit_length()):
                if abs(cents) >> digit & 1:
                    yield number, digit


class TogetherKeys:
    """The places that a line pays for, its own and those of its deployments, as one key."""

    def pairs(self, records: QuerySet) -> Iterator[tuple[int, str]]:
        """The numbers of the places in order, `12,45`; nothing for a line without any."""
        for number, places in places_of(records).items():
            yield number, ",".join(map(str, sorted(places)))


AMOUNTS = {"standing": StandingKeys(), "cents": CentsKeys(), "together": TogetherKeys()}


def standing_of(formula: str, amount, low, high) -> str:
    """What may be done with an amount."""
    if formula:
        return DERIVED
    if amount is not None:
        return EXACT
    return SILENT if low is None and high is None else BOUNDED


def cents_of(amount: Decimal) -> int:
    """An amount of two decimals as a whole number."""
    return int(amount.scaleb(2))


def places_of(records: QuerySet) -> dict[int, set[int]]:
    """Places of each line: those it names, and those of the deployments it pays for."""
    numbers = records.order_by().values("pk")
    found: dict[int, set[int]] = {}
    own = Funding.places.through.objects.filter(funding__in=numbers)
    for funding, place in own.values_list("funding", "entry").iterator():
        found.setdefault(funding, set()).add(place)
    paid = Funding.deployments.through.objects.filter(funding__in=numbers)
    here = Deployment.places.through.objects.filter(deployment__in=paid.values("entry"))
    of_deployment: dict[int, list[int]] = {}
    for deployment, place in here.values_list("deployment", "entry").iterator():
        of_deployment.setdefault(deployment, []).append(place)
    for funding, deployment in paid.values_list("funding", "entry").iterator():
        if deployment in of_deployment:
            found.setdefault(funding, set()).update(of_deployment[deployment])
    return found


def largest(index: Index, number: int) -> list[int]:
    """Lines among which are so many with the largest amounts, and not many more.

    Those with a binary digit above some place have more than all others: the highest digits are
    read until there are enough of them.
    """
    digits = dict(facets_of(index, "funding")["cents"])
    negative, found = digits.pop(NEGATIVE, NOTHING), BitMap()
    for digit in sorted(digits, reverse=True):
        found |= digits[digit] - negative
        if len(found) >= number:
            return index.numbers_of(found)
    return index.numbers_of(index.all_of("funding"))
