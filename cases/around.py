"""What stands near a record: towns with deployments, and who else supplies the same ones."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.dossiers import Dossier
from cases.facts.values import Value, named
from cases.models import Deployment, Entry, Place, Record, Role

MOST = 8
EARTH = 6371  # kilometres


@dataclass(frozen=True)
class Around:
    """A heading and what stands under it."""

    label: str
    values: list[Value]


def around(record: Record, linked: Dossier) -> Around | None:
    """Neighbours of a town, other suppliers of the towns of a vendor; nothing for other kinds."""
    if isinstance(record, Place) and record.kind == Place.Kind.COMMUNE and record.parent_id:
        return _or_none(_("Nearby"), _neighbours(record))
    if record.entry.kind == "vendor" and linked.total("deployment"):
        return _or_none(_("Who else supplies these places"), _rivals(record, linked))
    return None


def _or_none(label: str, values: list[Value]) -> Around | None:
    return Around(label, values) if values else None


def _neighbours(town: Place) -> list[Value]:
    """Towns of the same department in which something is recorded, the nearest first."""
    here = Deployment.places.through.objects.exclude(entry=town.pk).values("entry")
    places = Place.objects.filter(kind=town.kind, parent=town.parent_id, pk__in=here)
    near = sorted(places.with_links(), key=lambda place: (_kilometres(town, place), place.pk))
    return [
        named(place.entry, note=_near_words(place, _kilometres(town, place)))
        for place in near[:MOST]
    ]


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


def _rivals(vendor: Record, linked: Dossier) -> list[Value]:
    """Other suppliers of deployments in the same places, those of most places first."""
    places = {entry.pk for row in linked.rows("deployment") for entry in row.places.all()}
    rows = (
        Role.objects.filter(deployment__places__in=places, role__in=Role.SUPPLY)
        .exclude(entry=vendor.pk)
        .values_list("entry", "deployment__places__title")
        .distinct()
    )
    found: dict[int, set[str]] = {}
    for number, place in rows:
        found.setdefault(number, set()).add(place)
    best = sorted(found, key=lambda number: (-len(found[number]), number))[:MOST]
    entries = Entry.objects.in_bulk(best)
    return [named(entries[n], note=", ".join(sorted(found[n])[:MOST])) for n in best]
