"""Filters on tags, years and words."""

import django_filters
from django import forms
from django.db.models import Count, Q

from cases.models import DatedValue, Entry, TaggedEntry
from cases.search.index import matching
from cases.search.query import read

from .keys import MOST_VALUES, KeysFilter

MOST_YEARS = 10


class TagKeys(KeysFilter):
    """A filter on tags: all of them, any of them, or none of them."""

    def __init__(self, mode="all", **options):
        super().__init__(**options)
        self.mode = mode
        self.faceted = mode == "all"

    def filter(self, queryset, values):
        """Combine the tags as the mode says."""
        if not values:
            return queryset
        if self.mode == "all":
            for value in values:
                queryset = queryset.filter(self.condition(queryset, [value]))
            return queryset
        condition = self.condition(queryset, values)
        return queryset.exclude(condition) if self.mode == "none" else queryset.filter(condition)

    def condition(self, queryset, values):
        """Records with any of the tags."""
        tagged = TaggedEntry.objects.filter(tag__entry__slug__in=values)
        return Q(pk__in=tagged.values("content_object"))

    def count(self, queryset):
        """Tags, most frequent first."""
        rows = (
            TaggedEntry.objects.filter(content_object__in=queryset.order_by().values("pk"))
            .values_list("tag")
            .annotate(n=Count("pk"))
            .order_by("-n", "tag")[:MOST_VALUES]
        )
        numbers = dict(rows)
        entries = Entry.objects.in_bulk(list(numbers))
        return [(entries[pk].slug, str(entries[pk]), n) for pk, n in numbers.items()]

    def labels(self, values):
        """Names of the tags chosen."""
        entries = Entry.objects.filter(kind="tag", slug__in=values)
        return {entry.slug: str(entry) for entry in entries}


class YearKeys(KeysFilter):
    """A filter on the years in which a record has a date that may fall."""

    def count(self, queryset):
        """Years, newest first; a date that spans more than ten years names none of them."""
        return self.count_dates(
            DatedValue.objects.filter(entry__in=queryset.order_by().values("pk")), "entry"
        )

    def count_dates(self, dated, what: str = "pk"):
        """Years of these dates, counting the dates themselves or what they belong to."""
        years: dict[int, set[int]] = {}
        for entry, earliest, latest in dated.values_list(what, "earliest", "latest"):
            first, last = (earliest or latest), (latest or earliest)
            if first and last and last.year - first.year <= MOST_YEARS:
                for year in range(first.year, last.year + 1):
                    years.setdefault(year, set()).add(entry)
        newest = sorted(years, reverse=True)[:MOST_VALUES]
        return [(str(year), str(year), len(years[year])) for year in newest]

    def condition(self, queryset, values):
        """Both bounds around the year, or the only known bound inside it."""
        dated = self.dated_in(values)
        return Q(pk__in=DatedValue.objects.filter(dated).values("entry"))

    def dated_in(self, values) -> Q:
        """The condition on the bounds of a date."""
        dated = Q(pk__in=[])
        for year in (int(value) for value in values if value.isdecimal() and len(value) == 4):
            if year < 1000:
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
    faceted = False

    def filter(self, queryset, value):
        """Nothing that can be looked for filters nothing."""
        question = read(value or "")
        return queryset.filter(pk__in=matching(question)) if question else queryset
