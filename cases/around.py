"""What stands near a record: towns with deployments, who else supplies the same ones, what else
does the same."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.crowds import pairs_within
from cases.dossiers import Dossier
from cases.facets.current import current, facets_of
from cases.facts.values import Value, named
from cases.models import Deployment, Entry, Place, Product, Record

MOST = 8
COMPARED = 3  # with the record itself, as many as stand side by side
EARTH = 6371  # kilometres


@dataclass(frozen=True)
class Around:
    """A heading, what stands under it, and the first of them side by side with the record."""

    label: str
    values: list[Value]
    compare_url: str


def around(record: Record, linked: Dossier) -> Around | None:
    """Neighbours of a town, other suppliers of the towns of a vendor, other products that do the
    same; nothing for other kinds."""
    if isinstance(record, Place) and record.kind == Place.Kind.COMMUNE and record.parent_id:
        return _or_none(_("Nearby"), record, _neighbours(record))
    if record.entry.kind == "vendor" and linked.total("deployment"):
        return _or_none(_("Who else supplies these places"), record, _rivals(record, linked))
    if record.entry.kind == "product":
        return _or_none(_("Products of the same technologies"), record, _alike(record))
    return None


def _or_none(label: str, record: Record, found: Iterable[tuple[Entry, str]]) -> Around | None:
    """The entries with their remarks; those of the kind of the record can be compared with it."""
    found, kind = list(found), record.entry.kind
    if not found:
        return None
    alike = [entry.slug for entry, _note in found if entry.kind == kind and entry.is_live]
    pairs = [(kind, slug) for slug in (record.entry.slug, *alike[:COMPARED])]
    url = f"{reverse('compare')}?{urlencode(pairs)}" if alike else ""
    return Around(label, [named(entry, note=note) for entry, note in found], url)


def _neighbours(town: Place) -> list[tuple[Entry, str]]:
    """Towns of the same department in which something is recorded, the nearest first."""
    here = Deployment.places.through.objects.filter(entry=OuterRef("pk"))
    places = Place.objects.filter(Exists(here), kind=town.kind, parent=town.parent_id)
    places = places.exclude(pk=town.pk).select_related("entry").counted()
    near = sorted(places, key=lambda place: (_kilometres(town, place), place.pk))
    return [(place.entry, _near_words(place, _kilometres(town, place))) for place in near[:MOST]]


def _near_words(place: Place, kilometres: float) -> str:
    number = place.deployments
    words = ngettext("%(n)s deployment", "%(n)s deployments", number) % {"n": number}
    if math.isinf(kilometres):
        return words
    return _("%(km)s km as the crow flies, %(what)s") % {"km": round(kilometres), "what": words}


def _kilometres(one: Place, other: Place) -> float:
    """Great-circle distance; infinite when a point is not known."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return math.inf
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(one.longitude - other.longitude)
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * math.cos(east)
    return EARTH * math.acos(max(-1.0, min(1.0, cosine)))


def _rivals(vendor: Record, linked: Dossier) -> list[tuple[Entry, str]]:
    """Other suppliers of deployments in the same places, those of most places first."""
    places = {entry.pk for row in linked.rows("deployment") for entry in row.places.all()}
    index = current()
    facets, titles = facets_of(index, "deployment"), index.named(places)
    named = facets["place_itself"]
    groups = {place: named[place] for place in places if place in named}
    found: dict[int, set[str]] = {}
    for number, place in pairs_within(facets["vendor"], groups):
        found.setdefault(number, set()).add(titles[place].title)
    found.pop(vendor.pk, None)
    best = sorted(found, key=lambda number: (-len(found[number]), number))[:MOST]
    entries = Entry.objects.in_bulk(best)
    return [(entries[n], ", ".join(sorted(found[n])[:MOST])) for n in best]


def _alike(product: Product) -> list[tuple[Entry, str]]:
    """Other products with one of its technologies: those with the most deployments first."""
    technologies = [entry.pk for entry in product.technologies.all()]
    others = Product.objects.filter(technologies__in=technologies).exclude(pk=product.pk)
    through = Deployment.products.through.objects.filter(entry__in=others.values("pk"))
    numbers = dict(through.order_by().values_list("entry").annotate(Count("pk")))
    rows = others.distinct().select_related("entry", "vendor")
    best = sorted(rows, key=lambda one: (-numbers.get(one.pk, 0), one.pk))[:MOST]
    return [(one.entry, _alike_words(one, numbers.get(one.pk, 0))) for one in best]


def _alike_words(product: Product, number: int) -> str:
    words = ngettext("%(n)s deployment", "%(n)s deployments", number) % {"n": number}
    return ", ".join(part for part in (str(product.vendor or ""), words) if part)
