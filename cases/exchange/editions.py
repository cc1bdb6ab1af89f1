"""The reference files of an edition: checked against their sums, read, and named.

Rows come parents first: France, regions, departments, groupings, communes.
"""

import csv
import gzip
import hashlib
import io
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cases.models import Place
from cases.text import slugify

KIND = Place.Kind
FRANCE = (KIND.COUNTRY.value, "FR")
SUFFIX = {KIND.DEPARTMENT: "departement", KIND.REGION: "region", KIND.COUNTRY: "pays"}


class BadReference(Exception):
    """A reference file that cannot be loaded; the message says why."""


@dataclass(frozen=True)
class Territory:
    """One place of the edition. `key` is its kind and code; `parent` and `grouping` are keys."""

    key: tuple[str, str]
    name: str
    parent: tuple[str, str] | None = FRANCE
    grouping: tuple[str, str] | None = None
    insee: str = ""
    siren: str = ""
    postcodes: str = ""
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    point: str = "none"

    @property
    def kind(self) -> str:
        """The kind of place."""
        return self.key[0]


def name(folder: Path) -> str:
    """What the edition in `folder` is called."""
    return json.loads((folder / "editions.json").read_text("utf-8"))["reference"]["edition"]


def verify(folder: Path) -> str:
    """The name of the edition in `folder`. Raises BadReference when a file is not the edition's."""
    reference = json.loads((folder / "editions.json").read_text("utf-8"))["reference"]
    for name, expected in reference["sha256"].items():
        path = folder / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "no file"
        if found != expected:
            raise BadReference(
                f"{name} is not that of edition {reference['edition']}: "
                f"sha256 {found}, expected {expected}."
            )
    return reference["edition"]


def read(folder: Path) -> list[Territory]:
    """All territories of the edition, parents first."""
    found = [Territory(FRANCE, "France", parent=None)]
    for row in _rows(folder / "regions.csv"):
        found.append(Territory((KIND.REGION.value, row["code"]), row["name"], insee=row["code"]))
    for row in _rows(folder / "departments.csv"):
        key, region = (KIND.DEPARTMENT.value, row["code"]), (KIND.REGION.value, row["region"])
        found.append(Territory(key, row["name"], region, insee=row["code"]))
    for row in _rows(folder / "epci.csv"):
        found.append(
            Territory(
                (KIND.EPCI.value, row["siren"]), row["name"], siren=row["siren"],
                population=_number(row["population"], int),
            )
        )  # fmt: skip
    found += [_commune(row) for row in _rows(folder / "communes.csv.gz")]
    _check_links(found)
    return found


def slugs(territories: list[Territory], taken: set[str]) -> dict[tuple[str, str], str]:
    """The address of each territory: its folded name, with its code where that is shared.

    `territories` is the whole edition, so that communes of one name are all told apart by
    their INSEE code; `taken` are addresses of other places, which are never given again.
    """
    names = {t.key: slugify(t.name) for t in territories}
    towns = Counter(names[t.key] for t in territories if t.kind == KIND.COMMUNE)
    others = Counter(names[t.key] for t in territories if t.kind != KIND.COMMUNE)
    found = {}
    for t in territories:
        name = names[t.key]
        alone = (
            towns[name] == 1 if t.kind == KIND.COMMUNE else others[name] == 1 and towns[name] != 1
        )
        suffix = SUFFIX.get(t.kind, t.key[1].lower())
        found[t.key] = name if alone and name not in taken else f"{name}-{suffix}"
    return found


def read_coordinates(path: Path, known: set[str]) -> dict[str, tuple[float, float]]:
    """Points by INSEE code. Raises BadReference that names every bad line, and loads none then."""
    points, errors = {}, []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if not {"insee", "latitude", "longitude"} <= set(reader.fieldnames or ()):
            raise BadReference(f"{path.name}: the columns must be insee,latitude,longitude.")
        for row in reader:
            code = (row["insee"] or "").strip()
            point = _point(row["latitude"], row["longitude"])
            if code not in known:
                errors.append(f"line {reader.line_num}: no commune has the code {code!r}")
            elif code in points:
                errors.append(f"line {reader.line_num}: {code} is there twice")
            elif point is None:
                errors.append(f"line {reader.line_num}: not a point of the Earth")
            else:
                points[code] = point
    if errors:
        raise BadReference("\n".join([f"{path.name}: nothing was loaded.", *errors]))
    return points


def _rows(path: Path) -> Iterator[dict]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def _commune(row: dict) -> Territory:
    return Territory(
        (KIND.COMMUNE.value, row["insee"]),
        row["name"],
        # An overseas collectivity without department lies in its region.
        (KIND.DEPARTMENT.value, row["department"]) if row["department"]
        else (KIND.REGION.value, row["region"]),
        (KIND.EPCI.value, row["epci"]) if row["epci"] else None,
        row["insee"],
        row["siren"],
        row["postcodes"],
        _number(row["population"], int),
        _number(row["latitude"], float),
        _number(row["longitude"], float),
        row["point"],
    )  # fmt: skip


def _number(text: str, kind: type):
    return kind(text) if text else None


def _point(latitude: str | None, longitude: str | None) -> tuple[float, float] | None:
    try:
        north, east = float(latitude or ""), float(longitude or "")
    except ValueError:
        return None
    on_earth = math.isfinite(north + east) and abs(north) <= 90 and abs(east) <= 180
    return (north, east) if on_earth else None


def _check_links(territories: list[Territory]) -> None:
    keys = {t.key for t in territories}
    if len(keys) != len(territories):
        raise BadReference("A code is there twice.")
    for t in territories:
        for link in (t.parent, t.grouping):
            if link and link not in keys:
                raise BadReference(f"{t.name}: there is no {' '.join(link)}.")
