"""Which records have which value of which facet, as bitmaps held in the memory of a process.

Every record has a document number, given anew each time it is edited: a bitmap read from its end
lists the last edited first. An Index is never changed: `refreshing.after` makes the next one.
Bitmaps of compressed integers (roaring bitmaps, https://roaringbitmap.org) are counted and
combined thousands of times faster than the database answers the same question.
"""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pyroaring import BitMap

from cases.models import Entry

# The value of one facet: a word as stored, or the number of a linked entry.
Key = str | int
# {name of a facet: {key: the documents that have it}}, of one kind of record.
Facets = dict[str, dict[Key, BitMap]]


@dataclass(frozen=True)
class Index:
    """All live records of the register at one data version.

    `entries[document]` is the number of an entry, and `documents[entry]` its document; 0 is none.
    `facets` holds the kinds that were asked for so far, `sequence` the last revision known.
    """

    version: int
    sequence: int = 0
    entries: array = field(default_factory=lambda: array("I", [0]))
    documents: array = field(default_factory=lambda: array("I", [0]))
    live: dict[str, BitMap] = field(default_factory=dict)
    facets: dict[str, Facets] = field(default_factory=dict)
    _remembered: dict = field(default_factory=dict)

    def all_of(self, kind: str) -> BitMap:
        """Every document of a kind."""
        return self.live.get(kind, NOTHING)

    def documents_of(self, numbers: Iterable[int]) -> BitMap:
        """The documents of these entries; those that are no live record are left out."""
        known, most = self.documents, len(self.documents)
        found = BitMap([known[number] for number in numbers if number < most])
        found.discard(0)
        return found

    def numbers_of(self, documents: Iterable[int]) -> list[int]:
        """The entries of these documents, in the order given."""
        entries = self.entries
        return [entries[document] for document in documents]

    def remember(self, what: tuple, make: Callable):
        """What `make` gives, made once for this version of the data."""
        if what not in self._remembered:
            self._remembered[what] = make()
        return self._remembered[what]

    def named(self, numbers: Iterable[int]) -> dict[int, Entry]:
        """The entries with these numbers, to show their titles; each is read once a version."""
        known: dict[int, Entry] = self.remember(("entries",), dict)
        missing = [number for number in numbers if number not in known]
        if missing:
            known |= Entry.objects.defer("search_names", "search_text").in_bulk(missing)
        return known


NOTHING = BitMap()


def union(bitmaps: Iterable[BitMap]) -> BitMap:
    """The documents of any of the bitmaps."""
    found = list(bitmaps)
    return BitMap.union(*found) if found else BitMap()


def grouped(pairs: Iterable[tuple[int, Key]], index: Index) -> dict[Key, BitMap]:
    """(entry, key) pairs as a bitmap for each key; pairs of what is no live record are dropped."""
    known, most = index.documents, len(index.documents)
    found: dict[Key, list[int]] = {}
    for number, key in pairs:
        document = known[number] if number < most else 0
        if document:
            found.setdefault(key, []).append(document)
    return {key: BitMap(documents) for key, documents in found.items()}
