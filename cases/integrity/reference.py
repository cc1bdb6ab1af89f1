"""The places of the reference edition are those of the files that the program ships.

A point that a local file of coordinates gave is compared with what was loaded of that file.
"""

from collections.abc import Iterator

from django.conf import settings

from cases.exchange import editions
from cases.exchange.reference import place_key, wanted_columns
from cases.models import Entry, LocalPoint, Place

FOLDER = settings.BASE_DIR / "fixtures"
CHUNK = 2000
POINT = ("latitude", "longitude", "point")


def problems() -> Iterator[str]:
    """Each place of the edition whose columns are not those of the edition, and what lacks."""
    stored = {place_key(place): place for place in _stored()}
    if not stored:
        return
    try:
        edition = editions.verify(FOLDER)
    except editions.BadReference as error:
        yield f"the reference files of the program: {error}"
        return
    if edition not in {place.edition for place in stored.values()}:
        return  # another edition was loaded: `remarks` says so
    territories = editions.read(FOLDER)
    numbers = {key: place.pk for key, place in stored.items()}
    lacking = [t for t in territories if t.key not in numbers]
    for t in lacking:
        yield f"{' '.join(t.key)}: {t.name} of the reference edition is not in the register"
    if lacking:
        return
    names = dict(Entry.objects.filter(kind="place").values_list("pk", "slug"))
    points = {pk: tuple(p) for pk, *p in LocalPoint.objects.values_list("pk", *POINT[:2])}
    for key, values in wanted_columns(territories, numbers, edition).items():
        place = stored.pop(key)
        if place.pk in points:
            values.update(zip(POINT, (*points[place.pk], Place.Point.PLACE.value), strict=True))
        for name, value in values.items():
            if getattr(place, name) != value:
                yield f"place/{names.get(place.pk)}: {name} is not that of edition {edition}"
    for place in stored.values():
        yield f"place/{names.get(place.pk)}: edition {edition} does not have it"


def remarks() -> Iterator[str]:
    """What could not be compared: another edition, points from a local file of coordinates."""
    stored = set(Place.objects.exclude(edition="").values_list("edition", flat=True))
    if stored and editions.name(FOLDER) not in stored:
        yield f"places of edition {', '.join(sorted(stored))} were not compared: not shipped here"
    local = LocalPoint.objects.count()
    if local:
        yield f"{local} points of places are compared with a local file of coordinates, as loaded"


def _stored():
    columns = Place.objects.exclude(edition="").order_by("pk")
    return columns.only(*Place.REFERENCE_FIELDS, "path", "edition").iterator(CHUNK)
