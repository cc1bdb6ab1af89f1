"""Loading the places of the reference edition: an exception to the single writer of records.

It writes `Place.REFERENCE_FIELDS`, the path and the names of places, nothing else: no version,
no revision. What people add to such a place goes through the door.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.db.models import AutoField, Model

from cases.derived.changed import everything
from cases.derived.csv_lines import forget_showing
from cases.derived.names import names_of, searched_names
from cases.models import DataVersion, Entry, LocalPoint, Name, Place
from cases.search.words import indexed

from . import editions
from .editions import KIND, Territory
from .progress import Progress

BATCH = 2000
POINT = ("latitude", "longitude", "point")
OWNED = (
    "name", "kind", "insee", "postcodes", "siren", "country", "population", *POINT,
    "parent_id", "grouping_id", "path", "edition",
)  # fmt: skip
NAMING = ("name", "insee", "siren", "postcodes", "population")


@dataclass(frozen=True)
class Outcome:
    """What a load did: the edition, its places, and how many were made or changed."""

    edition: str
    places: int
    made: int
    changed: int


def load(folder: Path, coordinates: Path | None = None, stream=None) -> Outcome:
    """Load the edition in `folder`, and points from a file of coordinates: all or nothing.

    A second load changes nothing; a new edition changes only what the edition owns. Raises
    editions.BadReference, and then nothing is written.
    """
    edition = editions.verify(folder)
    territories = editions.read(folder)
    towns = {t.insee for t in territories if t.kind == KIND.COMMUNE}
    points = editions.read_coordinates(coordinates, towns) if coordinates else {}
    with transaction.atomic():
        DataVersion.advance()
        # A place that people made before the edition knew it is taken over: it sorts first.
        stored = {place_key(place): place for place in Place.objects.order_by("edition")}
        entries = _entry_numbers(territories, stored)
        wanted = wanted_columns(territories, entries, edition)
        _place_points(wanted, stored, points)
        _remember_local(territories, wanted, entries)
        with Progress("Places", len(wanted), stream) as progress:
            made, changed = _write(wanted, entries, stored, progress)
        if made or changed:
            everything()
            _analyse()
        else:
            transaction.set_rollback(True)  # nothing public changed: the number stays
    return Outcome(edition, len(territories), made, changed)


def _analyse() -> None:
    """Tell the planner how large the tables have become, before anything searches them."""
    with connection.cursor() as cursor:
        for model in (Entry, Place, Name):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def place_key(place: Place) -> tuple[str, str]:
    """The kind and code by which the edition knows a place."""
    code = {KIND.COUNTRY: place.country, KIND.EPCI: place.siren}.get(place.kind, place.insee)
    return place.kind, code


def _entry_numbers(territories: list[Territory], stored: dict) -> dict:
    """The entry number of every territory, with new entries for those that are not stored."""
    numbers = {t.key: stored[t.key].pk for t in territories if t.key in stored}
    new = [t for t in territories if t.key not in stored]
    if not new:
        return numbers
    places = Entry.objects.filter(kind="place").order_by()
    slugs = editions.slugs(territories, set(places.values_list("slug", flat=True)))
    rows = (
        {"kind": "place", "slug": slugs[t.key], "title": t.name, "search_names": _searched(t)}
        for t in new
    )
    _insert(Entry, rows)
    made = dict(places.values_list("slug", "pk"))
    return numbers | {t.key: made[slugs[t.key]] for t in new}


def _searched(t: Territory) -> str:
    """What `derived.names` would store for a place that nobody has described."""
    return indexed(" ".join([t.name, t.insee, t.siren, t.postcodes]))


def wanted_columns(territories: list[Territory], entries: dict, edition: str) -> dict:
    """The owned columns of every territory, parents first as in the edition."""
    wanted, paths = {}, {None: "/"}
    for t in territories:
        parent = entries[t.parent] if t.parent else None
        # As Place.before_save: entry numbers of the parents, outermost first.
        path = f"{paths[t.parent]}{parent}/" if parent else "/"
        paths[t.key] = path
        wanted[t.key] = {
            "name": t.name,
            "kind": t.kind,
            "insee": t.insee,
            "postcodes": t.postcodes,
            "siren": t.siren,
            "country": "FR",
            "population": t.population,
            "latitude": t.latitude,
            "longitude": t.longitude,
            "point": t.point,
            "parent_id": parent,
            "grouping_id": entries[t.grouping] if t.grouping else None,
            "path": path,
            "edition": edition,
        }
    return wanted


def _place_points(wanted: dict, stored: dict, points: dict) -> None:
    """Put the operator's points in, and keep those of an earlier load.

    Within one edition a stored point stays; a new edition never replaces a real point of the
    place by an approximate one.
    """
    for key, values in wanted.items():
        place = stored.get(key)
        if key[0] == KIND.COMMUNE and key[1] in points:
            latitude, longitude = points[key[1]]
            values.update(latitude=latitude, longitude=longitude, point=Place.Point.PLACE.value)
        elif place and _keeps_point(place, values):
            values.update({name: getattr(place, name) for name in POINT})


def _keeps_point(place: Place, values: dict) -> bool:
    real = Place.Point.PLACE
    return place.edition == values["edition"] or (place.point == real and values["point"] != real)


def _remember_local(territories: list[Territory], wanted: dict, entries: dict) -> None:
    """Keep which points are not the edition's, so that `manage.py verify` knows them."""
    local = {}
    for t in territories:
        point = wanted[t.key]["latitude"], wanted[t.key]["longitude"]
        if point != (t.latitude, t.longitude):
            local[entries[t.key]] = point
    known = LocalPoint.objects.values_list("pk", "latitude", "longitude")
    if {pk: tuple(point) for pk, *point in known} != local:
        LocalPoint.objects.all().delete()
        LocalPoint.objects.bulk_create(
            (LocalPoint(pk=pk, latitude=north, longitude=east)
             for pk, (north, east) in local.items()), batch_size=BATCH,
        )  # fmt: skip


def _write(wanted: dict, entries: dict, stored: dict, progress: Progress) -> tuple[int, int]:
    """Make and change places in batches; returns how many of each."""
    made = changed = 0
    for keys in _batches(wanted):
        new = [{"entry_id": entries[k], **wanted[k]} for k in keys if k not in stored]
        _insert(Place, new)
        _insert_names(_with_entry(Place(**values)) for values in new)
        moved, renamed = _take_values([(stored[k], wanted[k]) for k in keys if k in stored])
        Place.objects.bulk_update(moved, OWNED, batch_size=200)
        _rename(renamed)
        made, changed = made + len(new), changed + len(moved)
        progress.advance(len(keys))
    return made, changed


def _with_entry(place: Place) -> Place:
    """The place with its entry at hand, not read again."""
    place.entry = Entry(pk=place.entry_id, kind="place")
    return place


def _batches(wanted: dict) -> Iterator[list]:
    keys = iter(wanted)
    while batch := list(islice(keys, BATCH)):
        yield batch


def _take_values(pairs: list[tuple[Place, dict]]) -> tuple[list[Place], list[Place]]:
    """Give stored places their wanted values; those that changed, and those found differently."""
    moved, renamed = [], []
    for place, values in pairs:
        differing = [name for name in OWNED if getattr(place, name) != values[name]]
        if differing:
            for name in differing:
                setattr(place, name, values[name])
            moved.append(place)
        if set(differing) & set(NAMING):
            renamed.append(place)
    return moved, renamed


def _rename(places: list[Place]) -> None:
    """Copy the names of changed places where links and searches find them."""
    entries = Entry.objects.in_bulk([place.pk for place in places])
    for place in places:
        entry = entries[place.pk]
        place.entry = entry
        entry.title, entry.search_names = place.name, searched_names(place)
    Entry.objects.bulk_update(entries.values(), ["title", "search_names"], batch_size=200)
    forget_showing("place", list(entries))
    Name.objects.filter(entry__in=list(entries)).delete()
    _insert_names(places)


def _insert_names(places: Iterable[Place]) -> None:
    names = (name for place in places for name in names_of(place))
    columns = ("entry_id", "folded", "source", "kind", "weight")
    _insert(Name, ({column: getattr(name, column) for column in columns} for name in names))


def _insert(model: type[Model], rows: Iterable[dict]) -> None:
    """Insert rows by column name; columns that are not given take the default of their field.

    `bulk_create` takes fifteen seconds for what this does in two: it prepares every value of
    every row, and here all but a few are the same.
    """
    columns = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    defaults = {f.attname: f.get_db_prep_save(f.get_default(), connection) for f in columns}
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    names = ", ".join(quoted(field.column) for field in columns)
    values = (tuple((defaults | row).values()) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", values)  # noqa: S608
