"""A small map of the towns of a dossier: dots over the outlines of the departments."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from cases.atlas.located import located
from cases.atlas.small import Dot, dots_of, outline, size
from cases.dossiers import Dossier
from cases.facts.values import Value, named
from cases.models import Deployment, Entry, Funding, LegalChallenge, Record

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
    found = located(deployments)
    dots, drawn = dots_of(found)
    if not dots:
        return None
    rest = sorted(set(found.places) - drawn, key=lambda pk: (-len(found.at[pk]), pk))
    entries = Entry.objects.live().in_bulk(rest[:MOST_NAMED])
    name = FILTERS.get(record.entry.kind)
    query = urlencode({name: record.entry.slug}) if name else ""
    wide, tall = size()
    return SmallMap(
        dots, [named(entries[pk]) for pk in rest if pk in entries], len(rest) - len(entries),
        after, f"{reverse('map')}?{query}" if name else "", outline(), wide, tall,
    )  # fmt: skip


def _deployments(record: Record, linked: Dossier) -> tuple[QuerySet | None, str]:
    """The deployments to draw, and the section after which the map stands."""
    if linked.total("deployment"):
        numbers, after = linked.deployments.values("pk"), "deployment"
    elif record.entry.kind == "organisation" and linked.total("legal"):
        judged = LegalChallenge.objects.filter(forum=record.pk).values("pk")
        through = LegalChallenge.deployments.through.objects
        numbers, after = through.filter(legalchallenge__in=judged).values("entry"), "legal"
    elif record.entry.kind == "organisation" and linked.total("funding"):
        paid = Funding.objects.filter(payer=record.pk).values("pk")
        through = Funding.deployments.through.objects.filter(funding__in=paid)
        numbers, after = through.values("entry"), "funding"
    else:
        return None, ""
    return Deployment.objects.filter(pk__in=numbers), after
