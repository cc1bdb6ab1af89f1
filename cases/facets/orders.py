"""Orders of whole lists, to be cut into parts: those edited last first, and places by fullness.

There are tens of thousands of places, and few of them change.
"""

from array import array
from itertools import islice

from pyroaring import BitMap

from cases.models import Place

from .current import facets_of
from .index import Index


class NewestFirst:
    """The entries of some documents, the last edited first, found when a part is asked for.

    It goes on from the index it was made of, whatever changes meanwhile.
    """

    def __init__(self, entries: array, documents: BitMap):
        self._entries, self._documents = entries, documents

    def __len__(self) -> int:
        return len(self._documents)

    def __getitem__(self, part: slice) -> list[int]:
        start, stop, _step = part.indices(len(self))
        documents = self._documents[len(self) - stop : len(self) - start] if start < stop else ()
        return [self._entries[document] for document in reversed(documents)]


def fullest_places(
    index: Index, found: BitMap | None = None, start: int = 0, stop: int | None = None
) -> list[int]:
    """Places by the number of deployments that name them, then by name; a part, by positions.

    All of them, or those found. The order is made once for a version of the data.
    """
    order = index.remember(("fullest places",), lambda: _by_fullness(index))
    if found is None:
        return list(order[start:stop])
    documents = index.documents
    return list(islice((number for number in order if documents[number] in found), start, stop))


def _by_fullness(index: Index) -> array:
    named = facets_of(index, "deployment")["place_itself"]
    if "place" not in index.orders:
        index.orders["place"] = _by_name()
    by_name = index.orders["place"]
    sizes = {number: size for size, number in named.by_size}
    full = sorted((n for n in by_name if n in named), key=sizes.__getitem__, reverse=True)
    return array("I", [*full, *(number for number in by_name if number not in named)])


def _by_name() -> array:
    """Every place, in the order of names that the database has."""
    places = Place.objects.order_by("entry__title", "entry_id").values_list("pk", flat=True)
    return array("I", places.iterator())
