"""The slow and obvious version of the sums of money: every line, its places, decimals added up.

It knows nothing of bitmaps, of binary digits or of the index. The tests compare what `/money/`
says with what this says.
"""

from decimal import Decimal

from cases.facets.money import year_of
from cases.facts.when import telling_date
from cases.models import Entry, Funding, Place

UNKNOWN = "-"


def places_of(line: Funding) -> set[Place]:
    """The places that a line names, and those of the deployments it pays for."""
    named = set(line.places.all())
    for deployment in line.deployments.all():
        named |= set(deployment.deployment.places.all())
    return {entry.place for entry in named}


def around(place: Place) -> set[int]:
    """The place and all that it lies in."""
    found = {place.pk}
    while place.parent:
        place = place.parent.place
        found.add(place.pk)
    return found


def keys_of(line: Funding, name: str) -> set:
    """The rows of a breakdown that a line stands in, as their filters name them."""
    if name == "told":
        told = telling_date(line)
        return {year_of(told and told.pk, told and told.earliest, told and told.latest)}
    if name == "place":
        nodes = set().union(*(around(place) for place in places_of(line)))
        return {Entry.objects.get(pk=node).slug for node in nodes}
    value = {"stage": line.stage, "funder": line.payer, "vendor": line.payee,
             "programme": line.programme}[name]  # fmt: skip
    return {getattr(value, "slug", value) or UNKNOWN}


def is_shared(line: Funding, places: set[str]) -> bool:
    """True when a line also pays for a place that lies in none of these."""
    inside = {entry.pk for entry in Entry.objects.filter(slug__in=places)}
    return any(not around(place) & inside for place in places_of(line))


def sums(lines: list[Funding], places: set[str] = frozenset()) -> dict[tuple, tuple]:
    """{nature: (total, exact, with bounds, silent, calculated, shared)}."""
    found: dict[tuple, list] = {}
    for line in lines:
        nature = (line.kind.term.key if line.kind else UNKNOWN, line.stage or UNKNOWN,
                  line.tax_basis or UNKNOWN, line.currency or UNKNOWN)  # fmt: skip
        group = found.setdefault(nature, [None, 0, 0, 0, 0, 0])
        if places and is_shared(line, places):
            group[5] += 1
        elif line.formula:
            group[4] += 1
        elif line.amount is not None:
            group[0] = (group[0] or Decimal(0)) + line.amount
            group[1] += 1
        elif (line.amount_min, line.amount_max) != (None, None):
            group[2] += 1
        else:
            group[3] += 1
    return {nature: tuple(group) for nature, group in found.items()}
