"""The index that processes start from holds, facet by facet, what the records give.

Every list counts on it, and the sums of money are made of the amounts it holds.
"""

from collections.abc import Iterator

from cases.facets import refreshing, stored
from cases.models import DataVersion


def problems() -> Iterator[str]:
    """Facets of the file, once brought up to date, that differ from those read anew."""
    index = stored.load()
    if index is None:
        return  # every process reads the database
    version = DataVersion.current()
    index = index if index.version == version else refreshing.after(index, version)
    anew = refreshing.whole(version)
    for kind, facets in index.facets.items():
        held = index.numbers_of(index.all_of(kind))
        if sorted(held) != sorted(anew.numbers_of(anew.all_of(kind))):
            yield f"{kind}: the index of facets holds other records than there are"
        expected = refreshing.facets_of(index, kind)
        for name, bitmaps in facets.items():
            if bitmaps != expected.get(name):
                yield f"{kind}: the index of facets holds another “{name}” than the records give"
