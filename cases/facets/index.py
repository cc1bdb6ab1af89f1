"""Which records have which value of which facet, as bitmaps held in the memory of a process.

Every record has a document number, given anew each time it is edited: a bitmap read from its end
lists the last edited first. An Index is never changed: `refreshing.after` makes the next one.
Bitmaps of compressed integers (roaring bitmaps, https://roaringbitmap.org) are counted and
combined thousands of times faster than the database answers the same question.
"""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from pyroaring import BitMap

from cases.models import Entry
from cases.question import Question

from .bitmaps import Bitmaps, Key

# {name of a facet: its keys with the documents that have them}, of one kind of record.
Facets = dict[str, Bitmaps]
AT_ONCE = 100  # names read in one question
PIECE = 10_000  # numbers in hand at a time, where there may be a million
MOST_NAMED = 20_000  # names kept; of more, those wanted are read again
MOST_TYPED = 500  # answers about what readers typed in addresses


@dataclass(frozen=True)
class Index:
    """All live records of the register at one data version.

    `entries[document]` is the number of an entry, and `documents[entry]` its document; 0 is none.
    `facets` holds the kinds that were asked for so far, `sequence` the last revision known;
    `orders` the entries of a kind by name, until one of that kind changes.
    """

    version: int
    sequence: int = 0
    entries: array = field(default_factory=lambda: array("I", [0]))
    documents: array = field(default_factory=lambda: array("I", [0]))
    live: dict[str, BitMap] = field(default_factory=dict)
    facets: dict[str, Facets] = field(default_factory=dict)
    orders: dict[str, array] = field(default_factory=dict)
    _remembered: dict = field(default_factory=dict)

    def all_of(self, kind: str) -> BitMap:
        """Every document of a kind."""
        return self.live.get(kind, NOTHING)

    def documents_of(self, numbers: Iterable[int]) -> BitMap:
        """The documents of these entries; those that are no live record are left out."""
        most, found, left = len(self.documents), BitMap(), iter(numbers)
        while piece := list(islice(left, PIECE)):
            known = [number for number in piece if number < most]
            # One call fetches all of them, several times faster than one for each.
            found.update(array("I", itemgetter(0, 0, *known)(self.documents)))
        found.discard(0)
        return found

    def numbers_of(self, documents: Iterable[int]) -> list[int]:
        """The entries of these documents, in the order given."""
        entries = self.entries
        return [entries[document] for document in documents]

    def entries_of(self, documents: BitMap) -> BitMap:
        """The entries of these documents, in the order of their numbers."""
        return BitMap(array("I", map(self.entries.__getitem__, documents)))

    def remember(self, what: tuple, make: Callable):
        """What `make` gives, made once for this version of the data (`remaining.py`: or longer)."""
        if what not in self._remembered:
            self._remembered[what] = make()
        return self._remembered[what]

    def remembered(self) -> dict:
        """All of it; other threads may go on remembering."""
        return dict(self._remembered)

    def learn(self, known: dict) -> None:
        """Remember this from the start."""
        self._remembered.update(known)

    def recall(self, what: tuple, make: Callable):
        """The same for what somebody typed: only the last few hundred of them are known."""
        known = self.remember(("typed",), dict)
        found = known.get(what)
        if found is None:
            if len(known) >= MOST_TYPED:
                known.clear()
            found = known[what] = make()
        return found

    def named(self, numbers: Iterable[int]) -> "dict[int, Named]":
        """What is shown of the entries with these numbers; each is read once a version."""
        known: dict[int, Named] = self.remember(("entries",), dict)
        wanted = list(numbers)
        found = {number: known[number] for number in wanted if number in known}
        missing = list(dict.fromkeys(number for number in wanted if number not in found))
        if not missing:
            return found
        if len(known) > MOST_NAMED:
            known.clear()
        for start in range(0, len(missing), AT_ONCE):
            for number, *names in NAMES.rows(missing[start : start + AT_ONCE]):
                known[number] = found[number] = Named(*names)
        return found


class Named(NamedTuple):
    """What is shown of an entry that a facet names."""

    kind: str
    slug: str
    title: str
    title_en: str

    __str__ = Entry.__str__
    get_absolute_url = Entry.get_absolute_url


def _names(numbers: list[int]):
    rows = Entry.objects.order_by().filter(pk__in=numbers)
    return rows.values_list("pk", "kind", "slug", "title", "title_en")


NAMES = Question(_names)
NOTHING = BitMap()


def union(bitmaps: Iterable[BitMap]) -> BitMap:
    """The documents of any of the bitmaps."""
    found = list(bitmaps)
    return BitMap.union(*found) if found else BitMap()


def grouped(pairs: Iterable[tuple[int, Key]], index: Index) -> Bitmaps:
    """(entry, key) pairs as the documents of each key, without pairs of what is no live record."""
    known, most = index.documents, len(index.documents)
    found: dict[Key, list[int]] = {}
    for number, key in pairs:
        document = known[number] if number < most else 0
        if document:
            found.setdefault(key, []).append(document)
    return Bitmaps.of(found)
