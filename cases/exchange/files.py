"""A list as a file: CSV for spreadsheets, JSON for programs, GeoJSON for maps, piece by piece."""

import datetime
import json
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils import translation

from cases.models import DataVersion, Record
from cases.snapshots import snapshot

from . import kept_lines
from .batches import Batch
from .columns import Column, address_of, columns
from .lists import Export
from .names import Names
from .tables import csv_head

TOGETHER = 1 << 16  # characters sent at once, or more
Address = Callable[[str], str]


def as_csv(export: Export, address: Address) -> Iterator[str]:
    """The table: its first line, then many at a time."""
    names = Names()
    found = columns(export.kind, address, names)
    yield csv_head([column.name for column in found])
    start = address_of(export.kind, address)
    for numbers in export.parts():
        lines = kept_lines.kept(export.kind, numbers)
        if missing := [number for number in numbers if number not in lines]:
            lines |= kept_lines.made(export.kind, missing, found, names)
        # A record withdrawn since its number was read has no line.
        there = map(lines.__getitem__, filter(lines.__contains__, numbers))
        yield "".join([f'"{slug}","{start}{slug}/",{cells}\r\n' for slug, cells in there])


def together(pieces: Iterator[str], language: str) -> Iterator[str]:
    """The first piece at once, then many as one, each made in the language of the address.

    They are made while they are sent, when the request and its language are over.
    """
    enough = 1
    while True:
        with translation.override(language):
            some = "".join(_some(pieces, enough))
        if not some:
            return
        yield some
        enough = TOGETHER


def _some(pieces: Iterator[str], enough: int) -> Iterator[str]:
    """The next pieces, until they hold enough characters."""
    for piece in pieces:
        yield piece
        enough -= len(piece)
        if enough <= 0:
            return


def as_json(export: Export, address: Address) -> Iterator[str]:
    """One object: the list, the version of the data, and each record as its snapshot."""
    head = {"list": export.kind.word, "data_version": DataVersion.current(), "count": len(export)}
    items = (one_as_json(record, export.kind, address) for record in export.records())
    return _whole(head, "records", items)


def as_geojson(export: Export, address: Address) -> Iterator[str]:
    """A FeatureCollection (RFC 7946) with every record; a geometry only where a point is real."""
    names = Names()
    found = columns(export.kind, address, names)
    items = (item for batch in export.batches(names) for item in _features(batch, found))
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


def _features(batch: Batch, found: list[Column]) -> Iterator[dict]:
    """The records of a batch, each with its cells as properties."""
    heads = [column.name for column in found]
    rows = zip(*(map(_plain, column.read(batch)) for column in found), strict=True)
    slugs = batch.values["entry__slug"]
    for slug, points, row in zip(slugs, batch.points(), rows, strict=True):
        yield {"type": "Feature", "id": f"{batch.kind.key}/{slug}", "geometry": _shape(points),
               "properties": dict(zip(heads, row, strict=True))}  # fmt: skip


def _shape(points: list) -> dict | None:
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


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
