"""The documents that have each value of one facet, in little memory.

A value that few records have is held as the plain numbers of its documents, four bytes each: a
bitmap takes ten times the room for them, and a large register has a hundred thousand such values.
They become a bitmap when somebody asks for them.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from operator import itemgetter

from pyroaring import BitMap

from .forward import Forward
from .within import Within

# The value of one facet: a word as stored, or the number of a linked entry.
Key = str | int
FEW = 256  # documents; from so many on, a bitmap
MANY = 500  # keys of a facet that is also read the other way, from document to keys
WORTH = 50  # documents that are read the other way in the time that a key is counted
SIZE = itemgetter(0)
SOUGHT = 4  # documents that are sought in plain numbers as they lie, without opening them


class Bitmaps(Mapping):
    """{key: the documents that have it}, without keys that none has. It is never changed."""

    def __init__(self, held: dict[Key, BitMap | bytes]):
        """`held` is what `items_held` gave."""
        self._held = held

    @classmethod
    def of(cls, documents: Mapping[Key, Iterable[int]]) -> "Bitmaps":
        """The facet with these documents; they may repeat."""
        made = ((key, _packed(BitMap(numbers))) for key, numbers in documents.items())
        return cls({key: held for key, held in made if held})

    def __getitem__(self, key: Key) -> BitMap:
        return _opened(self._held[key])

    def __contains__(self, key) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[Key]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __eq__(self, other) -> bool:
        return self._held == other._held if isinstance(other, Bitmaps) else NotImplemented

    __hash__ = None

    def items_held(self) -> Iterable[tuple[Key, BitMap | bytes]]:
        """Each key with its documents as they are held."""
        return self._held.items()

    def size(self, key: Key) -> int:
        """How many documents have a key, without opening them."""
        return _size(self._held[key])

    def counted(self, keys: Iterable[Key], within: BitMap) -> list[tuple[Key, int]]:
        """(key, its number within the documents) of those of the keys that are there at all."""
        held = [(key, self._held[key]) for key in keys if key in self._held] if within else []
        few = frozenset(within) if len(within) < FEW else None
        count = Within(within).count
        numbers = (
            (key, len(few.intersection(memoryview(one).cast("I"))))
            if few is not None and isinstance(one, bytes)
            else (key, count(_opened(one)))
            for key, one in held
        )
        return [(key, number) for key, number in numbers if number]

    def only(self, keys: Iterable[Key]) -> "Bitmaps":
        """Some of the keys."""
        return Bitmaps({key: self._held[key] for key in keys if key in self._held})

    @cached_property
    def by_size(self) -> list[tuple[int, Key]]:
        """(number of documents, key), the fullest first; made once, then kept up to date."""
        return sorted(self._sizes(self._held), key=SIZE, reverse=True)

    @cached_property
    def forward(self) -> Forward:
        """The keys of each document; read when first asked for, then kept up to date."""
        return Forward.of(self)

    def is_read_forward(self, within: BitMap, most: int) -> bool:
        """True when it is faster to look at each of these documents than at each key.

        Keys are looked at from the fullest on: until those that hold fewer than the last of the
        most frequent ones, which has about as many as the key of that rank by size.
        """
        if len(self) < MANY:
            return False
        _size, key = self.by_size[min(most, len(self)) - 1]
        least = self[key].intersection_cardinality(within)
        looked_at = bisect_right(self.by_size, -least, key=lambda one: -one[0])
        return len(within) < WORTH * looked_at

    def within(self, documents: BitMap) -> "Bitmaps":
        """The part of the facet that is about these documents."""
        is_narrow = len(documents) < WORTH * len(self)
        keys = self._keys_of(documents) if is_narrow else self._held
        parts = ((key, _packed(self[key] & documents)) for key in keys)
        return Bitmaps({key: held for key, held in parts if held})

    def after(self, removed: "Bitmaps", added: "Bitmaps") -> "Bitmaps":
        """The same facet without what one has, where it is there, and with what another has."""
        held = dict(self._held)
        for key, documents in removed.items():
            left = _packed(_opened(held.get(key, b"")) - documents)
            if left:
                held[key] = left
            else:
                held.pop(key, None)
        for key, documents in added.items():
            held[key] = (
                _packed(_opened(held[key]) | documents) if key in held else _packed(documents)
            )
        made = Bitmaps(held)
        if "forward" in vars(self):
            made.forward = self.forward.after(removed, added)
        if "by_size" in vars(self):
            changed = {*removed, *added}
            same = [pair for pair in self.by_size if pair[1] not in changed]
            made.by_size = sorted([*same, *made._sizes(changed)], key=SIZE, reverse=True)
        return made

    def _sizes(self, keys: Iterable[Key]) -> list[tuple[int, Key]]:
        held = self._held
        return [(_size(held[key]), key) for key in keys if key in held]

    def _keys_of(self, documents: BitMap) -> list[Key]:
        """The keys that any of the documents has, and perhaps others."""
        if "forward" in vars(self):
            return self.forward.keys_of(documents)
        if len(documents) > SOUGHT:
            held = self._held.items()
            return [key for key, some in held if not _opened(some).isdisjoint(documents)]
        found = {
            key for key, some in self._held.items()
            if type(some) is BitMap and not some.isdisjoint(documents)
        }  # fmt: skip
        for document in documents:
            sought = array("I", [document]).tobytes()
            found |= {k for k, some in self._held.items() if type(some) is bytes and sought in some}
        return list(found)


def _packed(documents: BitMap) -> BitMap | bytes:
    return documents if len(documents) >= FEW else documents.to_array().tobytes()


def _opened(held: BitMap | bytes) -> BitMap:
    return BitMap(array("I", held)) if isinstance(held, bytes) else held


def _size(held: BitMap | bytes) -> int:
    return len(held) // 4 if isinstance(held, bytes) else len(held)


NO_KEYS = Bitmaps({})
