"""How many dates a record has, in all and in each year: held beside the facets of what is told.

A bitmap says yes or no, so that three dates in 2021 are in three of them: the records with one
date at least in 2021, with two at least, with three. Their sizes add up to the number of dates.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import count

from django.db.models import QuerySet
from pyroaring import BitMap

from cases.models import DatedValue

from .index import NOTHING
from .keys import Bitmaps
from .words import WIDE, years_of

ANY = ""  # instead of a year: every date


class MomentKeys:
    """The dates of a record, counted by year as `2021#1`, `2021#2`, and in all as `#1`."""

    def pairs(self, records: QuerySet) -> Iterator[tuple[int, str]]:
        """A key for each date, in each year that it may fall in."""
        dated = DatedValue.objects.filter(entry__in=records.order_by().values("pk")).order_by()
        seen: Counter[tuple[int, str]] = Counter()
        for number, *bounds in dated.values_list("entry", "earliest", "latest").iterator():
            for year in (ANY, *years_of(*bounds)):
                seen[number, year] += 1
                yield number, f"{year}#{seen[number, year]}"


MOMENTS = {"moments": MomentKeys()}


def dates_in(bitmaps: Bitmaps, documents: BitMap, *years: str) -> int:
    """How many dates these records have in all of the years given; `ANY` counts every date."""
    found = 0
    for year in years:
        for step in count(1):
            held = bitmaps.get(f"{year}#{step}", NOTHING).intersection_cardinality(documents)
            found += held
            if not held:
                break
    return found


def named_years(bitmaps: Bitmaps) -> set[str]:
    """The years that any date names."""
    years = {key.partition("#")[0] for key in bitmaps}
    return {year for year in years if year and year[0] != WIDE}
