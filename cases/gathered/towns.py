"""A small map of the towns of a dossier: dots over the outlines of the departments."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from cases.atlas.small import Dot, Town, dots_of, outline, size
from cases.dossiers import Dossier
from cases.facts.values import Value, named
from cases.models import Deployment, Entry, Funding, LegalChallenge, Place, Record

MOST_NAMED = 20
FILTERS = {"vendor": "vendor", "product": "product", "tag": "tag"}  # of the map


@dataclass(frozen=True)
class SmallMap:
    """The dots, and the places that have none, in words."""

    template: ClassVar[str] = "records/parts/small_map.html"

    dots: list[Dot]
    not_drawn: list[Value]
    left_out: int  # places without a dot that are not named either
    after: str
    map_url: str
    outline: str
    wide: float
    tall: float


def small_map(record: Record, linked: Dossier) -> SmallMap | None:
    """The towns of the deployments, or of what a body judges or pays; None without a dot."""
    deployments, after = _deployments(record, linked)
    if deployments is None:
        return None
    through = Deployment.places.through.objects.filter(deployment__in=deployments)
    numbers = _counted(through)
    dots, drawn = dots_of(_towns(through, numbers))
    if not dots:
        return None
    rest = [number for number in numbers if number not in drawn]
    entries = Entry.objects.live().in_bulk(rest[:MOST_NAMED])
    name = FILTERS.get(record.entry.kind)
    query = urlencode({name: record.entry.slug}) if name else ""
    wide, tall = size()
    return SmallMap(
        dots, [named(entries[pk]) for pk in rest if pk in entries], len(rest) - len(entries),
        after, f"{reverse('map')}?{query}" if name else "", outline(), wide, tall,
    )  # fmt: skip


def _counted(through: QuerySet) -> dict[int, int]:
    """How many of the deployments each place has, the place with the most first."""
    rows = through.order_by().values_list("entry").annotate(n=Count("deployment", distinct=True))
    return dict(rows.order_by("-n", "entry"))


def _towns(through: QuerySet, numbers: dict[int, int]) -> list[Town]:
    """Those of the places whose point is their own."""
    drawn = Place.objects.filter(point=Place.Point.PLACE, longitude__isnull=False)
    rows = drawn.filter(pk__in=through.values("entry")).order_by()
    columns = ("entry", "name", "longitude", "latitude")
    return [Town(*row, numbers[row[0]]) for row in rows.values_list(*columns)]


def _deployments(record: Record, linked: Dossier) -> tuple[QuerySet | None, str]:
    """The numbers of the deployments to draw, and the section after which the map stands."""
    if linked.total("deployment"):
        return linked.deployments.values("pk"), "deployment"
    if record.entry.kind == "organisation" and linked.total("legal"):
        judged = LegalChallenge.objects.filter(forum=record.pk).values("pk")
        through = LegalChallenge.deployments.through.objects
        return through.filter(legalchallenge__in=judged).values("entry"), "legal"
    if record.entry.kind == "organisation" and linked.total("funding"):
        paid = Funding.objects.filter(payer=record.pk).values("pk")
        through = Funding.deployments.through.objects.filter(funding__in=paid)
        return through.values("entry"), "funding"
    return None, ""
