"""Groups of lines in the order of a table, the titles read of as many as somebody looks at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.utils.translation import get_language

from cases.facets.index import Index
from cases.facets.money import UNKNOWN
from cases.facets.numbers import among
from cases.models import Entry

from .lines import Groups, Key


@dataclass(frozen=True)
class FullestFirst:
    """The linked records of a breakdown: the most lines first, the unknown last."""

    index: Index
    groups: Groups

    def __iter__(self) -> Iterator[Key]:
        counted = (one for one in self.groups.by_size if one[1] != UNKNOWN)
        yield from fullest_first(self.index, counted)
        if UNKNOWN in self.groups:
            yield UNKNOWN


def fullest_first(index: Index, counted: Iterable[tuple[int, Key]]) -> Iterator[Key]:
    """Keys with their numbers of lines, the most first; those of as many lines by title."""
    for _number, alike in groupby(counted, key=itemgetter(0)):
        some = [key for _number, key in alike]
        titles = titles_of(index, some) if len(some) > 1 else {}
        yield from sorted(some, key=lambda key: (titles.get(key, ""), key))


def titles_of(index: Index, numbers: Iterable[int]) -> dict[int, str]:
    """Titles in the language of the page, each read once for this version of the data."""
    known: dict[int, tuple[str, str]] = index.remember(("titles",), dict)
    wanted = list(numbers)
    missing = [number for number in wanted if number not in known]
    if missing:
        rows = among(Entry.objects.order_by(), missing).values_list("pk", "title", "title_en")
        known |= {number: titles for number, *titles in rows.iterator()}
    if get_language() == "en":
        return {n: known[n][1] or known[n][0] for n in wanted if n in known}
    return {n: known[n][0] for n in wanted if n in known}
