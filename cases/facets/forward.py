"""The keys of each document, for facets with thousands of them: the bitmaps read the other way.

A narrow list holds a few thousand documents: to look at each is far faster than to count each of
ten thousand keys within them.
"""

from array import array
from collections import Counter
from collections.abc import Mapping
from heapq import nlargest
from itertools import chain
from operator import itemgetter

from pyroaring import BitMap

MOST_IN_TWO_BYTES = 1 << 16  # places of keys; of more, four bytes for each document


class Forward:
    """A key of each document, and the further keys of the few that have several."""

    def __init__(self, keys: list, first: array, more: dict[int, tuple[int, ...]]):
        """`first[document]` is the place of a key in `keys`, 0 for none; `more` holds others."""
        self._keys, self._first, self._more = keys, first, more
        self._several = BitMap(more)

    @classmethod
    def of(cls, bitmaps: Mapping) -> "Forward":
        """Read from every key with its documents."""
        made = cls([None], array("H", [0]), {})
        made._add(bitmaps)
        return made

    def most_frequent(self, documents: BitMap, most: int) -> list[tuple[int, object]]:
        """(number, key) of the most frequent keys within the documents, with those that tie."""
        counted = self._counted(documents)
        least = min(nlargest(most, counted.values()), default=0)
        return [(number, self._keys[at]) for at, number in counted.items() if number >= least]

    def keys_of(self, documents: BitMap) -> list:
        """The keys of the documents."""
        return [self._keys[place] for place in self._counted(documents)]

    def after(self, removed: Mapping, added: Mapping) -> "Forward":
        """The same without some documents of some keys, and with others; this one stays."""
        made = Forward(list(self._keys), self._first[:], dict(self._more))
        made._remove(removed)
        made._add(added)
        return made

    def _counted(self, documents: BitMap) -> Counter:
        """{place of a key: its number} within the documents."""
        self._reach(documents)
        # One call fetches all of them, several times faster than one for each; 0 has no key.
        found = Counter(itemgetter(0, 0, *documents)(self._first))
        found.update(chain.from_iterable(map(self._more.get, documents & self._several)))
        del found[0]
        return found

    def _remove(self, bitmaps: Mapping) -> None:
        known, first = {key: place for place, key in enumerate(self._keys)}, self._first
        for key, documents in bitmaps.items():
            self._reach(documents)
            for document in documents:
                places = (first[document], *self._more.pop(document, ()))
                first[document], *more = [p for p in places if p != known.get(key)] or [0]
                if more:
                    self._more[document] = tuple(more)

    def _add(self, bitmaps: Mapping) -> None:
        if len(self._keys) + len(bitmaps) > MOST_IN_TWO_BYTES:
            self._first = array("I", self._first)
        known, first = {key: place for place, key in enumerate(self._keys)}, self._first
        for key, documents in bitmaps.items():
            place = known.get(key)
            if place is None:
                place = len(self._keys)
                self._keys.append(key)
            self._reach(documents)
            for document in documents:
                if not first[document]:
                    first[document] = place
                elif place not in (first[document], *self._more.get(document, ())):
                    self._more[document] = (*self._more.get(document, ()), place)
        self._several = BitMap(self._more)

    def _reach(self, documents: BitMap) -> None:
        """Make room for these documents; what was not there has no key."""
        missing = documents.max() + 1 - len(self._first) if documents else 0
        if missing > 0:
            self._first.frombytes(bytes(self._first.itemsize * missing))
