"""A list as a file: CSV for spreadsheets, JSON for programs, GeoJSON for maps, piece by piece."""

import datetime
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice

from django.utils import translation

from cases.models import DataVersion, Record
from cases.snapshots import snapshot

from .columns import columns
from .lines import Line
from .lists import Export
from .tables import csv_lines

TOGETHER = 100  # lines sent at once
Address = Callable[[str], str]


def as_csv(export: Export, address: Address) -> Iterator[str]:
    """The lines of the table."""
    found = columns(export.kind, address)
    readers = [column.read for column in found]
    rows = ([read(line) for read in readers] for line in export.lines())
    return csv_lines([column.name for column in found], rows)


def together(pieces: Iterator[str], language: str) -> Iterator[str]:
    """The first piece at once, then many as one, each made in the language of the address.

    They are made while they are sent, when the request and its language are over.
    """
    number = 1
    while True:
        with translation.override(language):
            some = "".join(islice(pieces, number))
        if not some:
            return
        yield some
        number = TOGETHER


def as_json(export: Export, address: Address) -> Iterator[str]:
    """One object: the list, the version of the data, and each record as its snapshot."""
    head = {"list": export.kind.word, "data_version": DataVersion.current(), "count": len(export)}
    items = (one_as_json(record, export.kind, address) for record in export.records())
    return _whole(head, "records", items)


def as_geojson(export: Export, address: Address) -> Iterator[str]:
    """A FeatureCollection (RFC 7946) with every record; a geometry only where a point is real."""
    found = columns(export.kind, address)
    items = (_feature(line, found) for line in export.lines())
    return _whole({"type": "FeatureCollection"}, "features", items)


def one_as_json(record: Record, kind, address: Address) -> dict:
    """One record: its identity, its revision, and what it states."""
    entry = record.entry
    return {
        "id": entry.slug, "kind": entry.kind, "url": address(record.get_absolute_url()),
        "revision": record.version, "edited_on": _plain(record.edited_on),
        "verified_on": _plain(record.verified_on), "verification": entry.verification,
        "completeness": entry.completeness, "states": snapshot(record, kind.form),
    }  # fmt: skip


def _feature(line: Line, found: list) -> dict:
    points, shape = line.points, None
    if len(points) == 1:
        shape = {"type": "Point", "coordinates": points[0]}
    elif points:
        shape = {"type": "MultiPoint", "coordinates": points}
    properties = {column.name: _plain(column.read(line)) for column in found}
    return {"type": "Feature", "id": f"{line.kind}/{line.slug}", "geometry": shape,
            "properties": properties}  # fmt: skip


def _plain(value):
    """A value as JSON has it: a number stays a number, a day is text, nothing is null."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return None if value == "" else value


def _whole(head: dict, name: str, items: Iterator[dict]) -> Iterator[str]:
    """A JSON object whose last key is a list too long for the memory."""
    yield f"{_text(head)[:-1]}, {_text(name)}: ["
    for number, item in enumerate(items):
        yield ("," if number else "") + "\n" + _text(item)
    yield "\n]}\n"


def _text(value) -> str:
    return json.dumps(value, ensure_ascii=False)
