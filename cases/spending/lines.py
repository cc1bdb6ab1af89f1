"""The lines of money that pass the filters, read once for every figure of a page."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from cases.facets.money import with_telling_date, year_of
from cases.models import Deployment, Entry, Funding, Place

COLUMNS = (
    "pk", "kind", "stage", "tax_basis", "currency", "amount", "amount_min", "amount_max",
    "formula", "payer", "payee", "programme", "told", "told_from", "told_to",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """What the figures need of one line of money."""

    pk: int
    nature: tuple  # number of the kind or None, stage, tax basis, currency
    amount: Decimal | None  # exact
    is_bounded: bool  # at least, at most, between
    is_derived: bool  # calculated from other lines, so never added to them
    payer: int | None
    payee: int | None
    programme: str
    year: str
    places: frozenset[int]  # its own, and those of its deployments
    reaches_outside: bool = False  # also for places outside the territory filtered by


def lines_of(fundings: QuerySet) -> list[Line]:
    """The lines of a filtered queryset, in a few queries whatever their number."""
    places = _places_of(fundings)
    rows = with_telling_date(fundings.order_by()).values_list(*COLUMNS)
    return [_line(row, places.get(row[0], frozenset())) for row in rows]


def _line(row: tuple, places: frozenset[int]) -> Line:
    named = dict(zip(COLUMNS, row, strict=True))
    return Line(
        pk=named["pk"],
        nature=(named["kind"], named["stage"], named["tax_basis"], named["currency"]),
        amount=named["amount"],
        is_bounded=named["amount_min"] is not None or named["amount_max"] is not None,
        is_derived=bool(named["formula"]),
        payer=named["payer"],
        payee=named["payee"],
        programme=named["programme"],
        year=year_of(named["told"], named["told_from"], named["told_to"]),
        places=places,
    )


def _places_of(fundings: QuerySet) -> dict[int, frozenset[int]]:
    """Places of each line: those it names, and those of the deployments it pays for."""
    numbers = fundings.order_by().values("pk")
    own = Funding.places.through.objects.filter(funding__in=numbers)
    found: dict[int, set[int]] = {}
    for funding, place in own.values_list("funding", "entry"):
        found.setdefault(funding, set()).add(place)
    paid = Funding.deployments.through.objects.filter(funding__in=numbers)
    here = Deployment.places.through.objects.filter(deployment__in=paid.values("entry"))
    of_deployment: dict[int, set[int]] = {}
    for deployment, place in here.values_list("deployment", "entry"):
        of_deployment.setdefault(deployment, set()).add(place)
    for funding, deployment in paid.values_list("funding", "entry"):
        found.setdefault(funding, set()).update(of_deployment.get(deployment, ()))
    return {funding: frozenset(places) for funding, places in found.items() if places}


def chains_of(lines: list[Line]) -> dict[int, tuple[int, ...]]:
    """Each place of the lines with those it lies in, outermost first, itself last."""
    wanted = {place for line in lines for place in line.places}
    places = Place.objects.filter(pk__in=wanted).only("pk", "path")
    return {place.pk: (*place.ancestor_ids(), place.pk) for place in places}


def marked_shared(lines: list[Line], slugs: list[str]) -> list[Line]:
    """The lines, those that also pay for places outside these marked: no sum may hold them."""
    inside: set[int] = set()
    for entry in Entry.objects.filter(kind="place", slug__in=slugs):
        inside.update(Place.objects.inside(entry).values_list("pk", flat=True))
    return [replace(line, reaches_outside=not line.places <= inside) for line in lines]
