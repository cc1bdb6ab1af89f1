"""How many of some documents a key has, counted the way that is less work."""

from functools import cached_property

from pyroaring import BitMap


class Within:
    """Some documents, within which the documents of many keys are counted."""

    def __init__(self, documents: BitMap):
        self.documents, self._size = documents, len(documents)

    def count(self, held: BitMap) -> int:
        """How many of them a key has that holds these.

        A roaring bitmap keeps up to one document in sixteen as a sorted list. Two lists are
        compared from end to end, so that a key with few documents costs as much as all that it
        is counted within. What is outside is nearly everything, kept bit by bit: there, each
        document of the key is looked up at once, ten times faster.
        """
        if len(held) >= self._size:
            return held.intersection_cardinality(self.documents)
        return held.rank(self._last) - held.intersection_cardinality(self._outside)

    @cached_property
    def _last(self) -> int:
        return self.documents.max()

    @cached_property
    def _outside(self) -> BitMap:
        """The other documents up to the last one."""
        return self.documents.flip(0, self._last + 1)
