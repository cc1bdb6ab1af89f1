"""The chain as a file that anyone may keep, and the first difference from such an old file.

The file holds no value: sequence, entry, number, day, digest, and one digest of all commitments.
"""

import csv
import hashlib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from cases import history
from cases.models import Revision

COLUMNS = ("sequence", "entry", "number", "day", "digest", "commitments")
CHUNK = 500


class NotAChain(Exception):
    """The file is not one of `chain.csv`; the message says why."""


def rows() -> Iterator[tuple]:
    """One line for each revision, the first first; a withdrawn record is named by its kind alone.

    Its address may hold what it was withdrawn for.
    """
    columns = ("sequence", "number", "day", "digest", "commitments")
    named = ("entry__kind", "entry__slug", "entry__withdrawn_on")
    listed = Revision.objects.order_by("sequence").values(*columns, *named)
    for one in listed.iterator(CHUNK):
        slug = "" if one["entry__withdrawn_on"] else one["entry__slug"]
        yield (
            one["sequence"], f"{one['entry__kind']}/{slug}", one["number"],
            one["day"].isoformat(), one["digest"], _hash(one["commitments"]),
        )  # fmt: skip


def first_difference(path: Path) -> list[str]:
    """What no longer is as in an old copy; empty when today's chain only carries it on.

    Entries are not compared where one of the two names none. Raises NotAChain, or OSError.
    """
    old = _read(path)
    for was, now in zip_longest(old, rows()):
        if was is None:
            return []  # today's chain goes on
        if now is None:
            return [f"sequence {was[0]}: {was[1]} is in the old copy, and no longer in the chain"]
        for name, then, today in zip(COLUMNS, was, map(str, now), strict=True):
            hidden = name == "entry" and (then.endswith("/") or today.endswith("/"))
            if then != today and not hidden:
                return [f"sequence {now[0]}, {now[1]}: {name} was {then} in the old copy"]
    return []


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            lines = list(csv.reader(file))
        except (UnicodeDecodeError, csv.Error) as error:
            raise NotAChain(f"{path.name}: not a CSV file.") from error
    if not lines or lines[0] != list(COLUMNS):
        raise NotAChain(f"{path.name}: the columns must be {','.join(COLUMNS)}.")
    if any(len(line) != len(COLUMNS) for line in lines):
        raise NotAChain(f"{path.name}: a line has not {len(COLUMNS)} columns.")
    return lines[1:]


def _hash(commitments: dict) -> str:
    text = "\n".join(history.committed_lines(commitments))
    return hashlib.sha256(text.encode()).hexdigest()
