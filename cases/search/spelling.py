"""The known name nearest to what was typed, for typing errors: "bricam" is near BriefCam.

Only of what has a name that people know: those are as many in a register of any size, unlike the
titles of cases and cameras, which are sentences. They are read once, then again only those of the
records that changed since: some twenty megabytes.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Max
from rapidfuzz import fuzz, process

from cases.models import ChangedEntry, DataVersion, Name, Revision
from cases.text import fold

CUTOFF = 72  # of rapidfuzz's ratio: two letters in seven
SHORTEST = 4
LONGEST = 60
KINDS_WITH_NAMES = ("place", "vendor", "product", "organisation", "law", "term", "tag")
SOURCES = (Name.Source.TITLE, Name.Source.ALIAS)
MOST_CHANGED = 5000  # above that, reading everything again is as fast

_lock = threading.Lock()
_held: list["_Names"] = []  # the last read, or nothing


def nearest(typed: str) -> str:
    """The title whose name is nearest; "" when none is near, or when it is what was typed."""
    folded = fold(typed)
    if not SHORTEST <= len(folded) <= LONGEST:
        return ""
    titles = _current().titles
    found = process.extractOne(folded, titles.keys(), scorer=fuzz.ratio, score_cutoff=CUTOFF)
    return titles[found[0]] if found and found[0] != folded else ""


def forget() -> None:
    """Read all names again at the next question, for tests that go back in time."""
    with _lock:
        _held.clear()


@dataclass(frozen=True)
class _Names:
    """The names of live records at one data version, by the number of the entry."""

    version: int
    sequence: int
    of: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    @cached_property
    def titles(self) -> dict[str, str]:
        """{folded name: title}; of records with one name, the first entered."""
        numbers = sorted(self.of, reverse=True)
        return {folded: title for number in numbers for folded, title in self.of[number]}


def _current() -> _Names:
    """The names at the data version of this moment."""
    version = DataVersion.current()
    with _lock:
        if not _held or _held[0].version != version:
            _held[:] = [_after(_held[0], version) if _held else _whole(version)]
        return _held[0]


def _whole(version: int) -> _Names:
    sequence = Revision.objects.aggregate(last=Max("sequence"))["last"] or 0
    return _Names(version, sequence, _read())


def _after(names: _Names, version: int) -> _Names:
    """The names once those of every record that changed since are read again."""
    lines = ChangedEntry.objects.filter(version__gt=names.version)
    changed = set(lines.values_list("entry", flat=True))
    rows = Revision.objects.filter(sequence__gt=names.sequence).values_list("entry", "sequence")
    edited = dict(rows)
    changed |= edited.keys()
    if version < names.version or None in changed or len(changed) > MOST_CHANGED:
        return _whole(version)
    kept = {number: known for number, known in names.of.items() if number not in changed}
    return _Names(version, max(edited.values(), default=names.sequence), kept | _read(changed))


def _read(numbers: Iterable[int] | None = None) -> dict[int, list[tuple[str, str]]]:
    """The names of these records, or of all."""
    rows = Name.objects.filter(
        kind__in=KINDS_WITH_NAMES,
        source__in=SOURCES,
        entry__merged_into=None,
        entry__withdrawn_on=None,
    )
    if numbers is not None:
        rows = rows.filter(entry__in=list(numbers))
    found: dict[int, list[tuple[str, str]]] = {}
    rows = rows.order_by("-pk").values_list("entry", "folded", "entry__title")
    for number, folded, title in rows.iterator(5000):
        found.setdefault(number, []).append((folded, title))
    return found
