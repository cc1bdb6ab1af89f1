"""The keys of each document, for facets with thousands of them: the bitmaps read the other way.

A narrow list holds a few thousand documents: to look at each is far faster than to count each of
ten thousand keys within them.
"""

from array import array
from collections import Counter
from collections.abc import Mapping
from itertools import chain

from pyroaring import BitMap

SHORT, LONG = "H", "I"  # two bytes for each document while there are fewer keys than MOST_SHORT
MOST_SHORT = 1 << 16


class Forward:
    """A key of each document, and the further keys of the few that have several."""

    def __init__(self, keys: list, first: array, more: dict[int, tuple[int, ...]]):
        """`first[document]` is the place of a key in `keys`, 0 for none; `more` holds others."""
        self._keys, self._first, self._more = keys, first, more
        self._several = BitMap(more)

    @classmethod
    def of(cls, bitmaps: Mapping) -> "Forward":
        """Read from every key with its documents."""
        made = cls([None], array(_width(len(bitmaps) + 1), [0]), {})
        made._add(bitmaps)
        return made

    def counted(self, documents: BitMap) -> list[tuple[int, object]]:
        """(number, key) of each key within the documents."""
        self._reach(documents)
        found = Counter(map(self._first.__getitem__, documents))
        found.update(chain.from_iterable(map(self._more.get, documents & self._several)))
        del found[0]
        return [(number, self._keys[place]) for place, number in found.items()]

    def keys_of(self, documents: BitMap) -> list:
        """The keys of the documents."""
        return [key for _number, key in self.counted(documents)]

    def after(self, stale: BitMap, added: Mapping) -> "Forward":
        """The same without some documents, and with what others have; this one stays as it is."""
        self._reach(stale)
        first = array(_width(len(self._keys) + len(added)), self._first)
        for document in stale:
            first[document] = 0
        more = {number: places for number, places in self._more.items() if number not in stale}
        made = Forward(list(self._keys), first, more)
        made._add(added)
        return made

    def _add(self, bitmaps: Mapping) -> None:
        known, first = {key: place for place, key in enumerate(self._keys)}, self._first
        for key, documents in bitmaps.items():
            place = known.get(key)
            if place is None:
                place = len(self._keys)
                self._keys.append(key)
            self._reach(documents)
            for document in documents:
                if first[document]:
                    self._more[document] = (*self._more.get(document, ()), place)
                else:
                    first[document] = place
        self._several = BitMap(self._more)

    def _reach(self, documents: BitMap) -> None:
        """Make room for these documents; what was not there has no key."""
        missing = documents.max() + 1 - len(self._first) if documents else 0
        if missing > 0:
            self._first.frombytes(bytes(self._first.itemsize * missing))


def _width(places: int) -> str:
    return SHORT if places <= MOST_SHORT else LONG
