"""The lines of a long table, made ahead and kept in the database: reading them is all that is left.

Kept for the lists that are taken away whole and are long, in the language of the addresses without
a prefix: each line takes some 1.4 kB. Whatever changes a record removes its line
(`cases.derived.csv_lines`); `expire` and `rebuild` make those that are missing.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation

from cases.kinds import KINDS, Kind
from cases.models import CsvLine, DataVersion
from cases.question import Question

from .batches import Batch
from .columns import Column, columns
from .names import Names
from .tables import csv_cells

TOGETHER = 500  # lines made and stored at once, while nobody else publishes anything
IDENTITY = 2  # columns that each answer makes itself: the slug, and the address on this site
CODE = Path(__file__).parent.parent  # all of it: a line may show words of any part of it


def are_kept(kind: Kind) -> bool:
    """True for the lines of this kind in the language of this thread."""
    return kind.key in CsvLine.KINDS and translation.get_language() == settings.LANGUAGE_CODE


def kept(kind: Kind, numbers: list[int]) -> dict[int, tuple[str, str]]:
    """The slug and the other cells of those of these records whose lines are there."""
    if not are_kept(kind):
        return {}
    current = edition()
    rows = _KEPT.rows(numbers)
    return {number: (slug, cells) for number, made_by, slug, cells in rows if made_by == current}


def made(kind: Kind, numbers: list[int], found: list[Column], names: Names) -> dict:
    """The same of these records as they are now, by number; those withdrawn are left out."""
    batch = Batch(kind, numbers, names)
    cells = csv_cells([column.read(batch) for column in found[IDENTITY:]])
    lines = zip(batch.values["entry__slug"], cells, strict=True)
    return dict(zip(batch.numbers, lines, strict=True))


def fill() -> int:
    """Make the lines that are missing or of another edition, and say how many."""
    with translation.override(settings.LANGUAGE_CODE):
        return sum(map(_fill_part, _parts(missing=True)))


def differing() -> Iterator[str]:
    """The slugs of the lines that are not what their records give now."""
    with translation.override(settings.LANGUAGE_CODE):
        for kind, numbers in _parts(missing=False):
            stored, names = kept(kind, numbers), Names()
            anew = made(kind, numbers, _columns(kind, names), names)
            yield from (line[0] for n, line in stored.items() if line != anew.get(n))
    others = CsvLine.objects.exclude(entry__kind__in=CsvLine.KINDS).values_list("slug", flat=True)
    yield from others.iterator()


@cache
def edition() -> str:
    """A digest of the program and its words: lines that another made are not given."""
    found = hashlib.sha256(django.get_version().encode())
    for path in sorted([*CODE.rglob("*.py"), *CODE.rglob("*.mo")]):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


_KEPT = Question(
    lambda numbers: (
        CsvLine.objects.filter(pk__in=numbers)
        .order_by()
        .values_list("pk", "edition", "slug", "cells")
    )
)


def _parts(missing: bool) -> Iterator[tuple[Kind, list[int]]]:
    """Records with a line, or without, a few hundred at a time."""
    there = Exists(CsvLine.objects.filter(pk=OuterRef("pk"), edition=edition()))
    for kind in map(KINDS.__getitem__, CsvLine.KINDS):
        records = kind.model.objects.filter(~there if missing else there).order_by("pk")
        numbers, last = records.values_list("pk", flat=True), 0
        while part := list(numbers.filter(pk__gt=last)[:TOGETHER]):
            yield kind, part
            last = part[-1]


def _fill_part(part: tuple[Kind, list[int]]) -> int:
    """Store the lines of these records, unless something is published while they are made."""
    kind, numbers = part
    names, version = Names(), DataVersion.current()
    lines = [
        CsvLine(entry_id=number, edition=edition(), slug=slug, cells=cells)
        for number, (slug, cells) in made(kind, numbers, _columns(kind, names), names).items()
    ]
    with transaction.atomic():
        # The lock of public changes: those that come later remove what they make stale.
        locked = DataVersion.objects.select_for_update().filter(pk=1).first()
        if locked and locked.value != version:
            return 0
        CsvLine.objects.bulk_create(
            lines, update_conflicts=True, unique_fields=["entry"],
            update_fields=["edition", "slug", "cells"],
        )  # fmt: skip
    return len(lines)


def _columns(kind: Kind, names: Names) -> list[Column]:
    return columns(kind, str, names)
