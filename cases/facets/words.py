"""Filters on years and words."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases.models import DatedValue
from cases.search.index import numbers_matching
from cases.search.query import read

from .bitmaps import Bitmaps
from .index import NOTHING, Index
from .keys import MOST_VALUES, KeysFilter

MOST_YEARS = 10  # a date that spans more names none of its years
WIDE = "~"  # before the years of such a date, which are found and not offered
FIRST, LAST = 1000, 2999


class YearKeys(KeysFilter):
    """A facet of the years in which a record has a date that may fall."""

    def pairs(self, records):
        """Every year between both bounds, or that of the only one known."""
        dated = DatedValue.objects.filter(entry__in=records.values("pk"))
        rows = dated.values_list("entry", "earliest", "latest").distinct()
        for number, earliest, latest in rows.iterator():
            for key in years_of(earliest, latest):
                yield number, key

    def found(self, index, bitmaps, values):
        """Those dated in one of the years, however widely."""
        wide = [f"{WIDE}{value}" for value in values]
        return super().found(index, bitmaps, [*values, *wide])

    def rows(self, index, bitmaps, within, values):
        """Years that a date names, newest first, with all the records that may fall in them."""
        counted = []
        for year in sorted((key for key in bitmaps if key[0] != WIDE), reverse=True):
            named = bitmaps[year] & within
            if named or year in values:
                counted.append((year, year, _number(bitmaps, year, named, within), 0))
        rows = counted[:MOST_VALUES]
        rows += [row for row in counted[MOST_VALUES:] if row[0] in values]
        missing = [value for value in values if value not in {row[0] for row in rows}]
        return rows + [
            (v, v, _number(bitmaps, v, bitmaps.get(v, NOTHING) & within, within), 0)
            for v in missing
        ]

    def words_for(self, value):
        """The year itself."""
        return value


def _number(bitmaps: Bitmaps, year: str, named: BitMap, within: BitMap) -> int:
    """How many may fall in a year: those of which a date names it, and those dated widely."""
    wide = bitmaps.get(f"{WIDE}{year}", NOTHING)
    return len(named | wide & within) if wide else len(named)


def years_of(earliest, latest) -> list[str]:
    """The years in which a date may fall; those of a wide one begin with `~`."""
    first, last = (earliest or latest), (latest or earliest)
    if not first:
        return []
    mark = "" if last.year - first.year <= MOST_YEARS else WIDE
    years = range(max(first.year, FIRST), min(last.year, LAST) + 1)
    return [f"{mark}{year}" for year in years]


def dated_in(years: list[str]) -> Q:
    """The same rule for rows of dates, on their bounds in the database."""
    dated = Q(pk__in=[])
    for year in (int(value) for value in years if value.isdecimal() and len(value) == 4):
        if year < FIRST:
            continue
        start, end = f"{year}-01-01", f"{year}-12-31"
        dated |= Q(earliest__lte=end, latest__gte=start)
        dated |= Q(earliest=None, latest__range=(start, end))
        dated |= Q(latest=None, earliest__range=(start, end))
    return dated


class WordsField(forms.CharField):
    """What was typed to search, bounded; nothing typed there is an error."""

    def clean(self, value):
        """At most 300 characters."""
        return str(value or "").replace("\x00", " ")[:300].strip()


class WordsFilter(django_filters.Filter):
    """What a search for these words finds: names and texts, accents, case and plural apart."""

    field_class = WordsField
    has_bitmaps = faceted = False

    def labels(self, values: list[str]) -> dict[str, str]:
        """What was typed."""
        return {value: value for value in values}

    def phrases(self, values: list[str]) -> dict[str, str]:
        """What was typed, in quotation marks."""
        return {value: _("“%(words)s”") % {"words": value} for value in values}

    def found(self, index: Index, bitmaps, value: str):
        """What answers the question; None where nothing in it can be looked for."""
        question = read(value)
        return index.documents_of(numbers_matching(question)) if question else None
