"""Facets over one column or one link, with the values of one repeated query key.

Each facet says which records have which key (`pairs`, of all records or of a few), what a value
typed in an address means, and how its keys are worded. Everything else is done on bitmaps.
"""

from collections.abc import Iterable, Iterator
from heapq import heappush, heappushpop, nlargest

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases.codes import code_words
from cases.models import Entry, Role

from .bitmaps import Bitmaps, Key
from .index import NOTHING, Index, union
from .within import Within

MOST_VALUES = 40
MOST_GIVEN = 50
# (value for the address, words, number of records, depth in a tree)
Row = tuple[str, str, int, int]


class KeysField(forms.Field):
    """The values of one repeated query key, as given, bounded."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        """Distinct, non-empty, at most fifty; no NUL byte reaches the database."""
        kept = [part.replace("\x00", "")[:200] for part in value or [] if part]
        return list(dict.fromkeys(kept))[:MOST_GIVEN]


class KeysFilter(django_filters.Filter):
    """A facet of words stored in a column; subclasses know links, trees, dates."""

    field_class = KeysField
    has_bitmaps = True
    kinds: tuple[str, ...] = ()  # of the records that its values are, known by their slugs
    faceted = True  # counted beside lists

    def __init__(
        self, field_name=None, choices=(), phrase="%(value)s", faceted=None, told_by=None, **options
    ):
        """`told_by` are the facets of deployments that tell the same (`through.py`)."""
        super().__init__(field_name=field_name, **options)
        self.words, self.phrase, self.told_by = dict(choices), phrase, told_by
        self.faceted = self.faceted if faceted is None else faceted

    def pairs(self, records: QuerySet) -> Iterable[tuple[int, Key]]:
        """(number of the entry, key) for each value of these records."""
        rows = records.values_list("pk", self.field_name)
        return ((number, value) for number, value in rows.iterator() if value not in ("", None))

    def keys(self, values: list[str]) -> list[Key]:
        """The keys that values in an address stand for; what stands for none is left out."""
        return list(values)

    def known(self, index: Index, values: list[str]) -> list[Key]:
        """The same, asked once for a version of the data."""
        return index.recall(("keys", self, *values), lambda: self.keys(values)) if values else []

    def found(self, index: Index, bitmaps: Bitmaps, values: list[str]) -> BitMap:
        """The documents that have any of the values."""
        return union(bitmaps[key] for key in self.known(index, values) if key in bitmaps)

    def rows(self, index: Index, bitmaps: Bitmaps, within: BitMap, values: list[str]) -> list[Row]:
        """The most frequent values within some documents, and those chosen even at zero."""
        counted = most_frequent(bitmaps, within)
        return self.worded(index, with_chosen(counted, self.known(index, values)))

    def worded(self, index: Index, counted: list[tuple[Key, int]]) -> list[Row]:
        """The rows of these keys and numbers, most frequent first, then by their words."""
        rows = [(str(key), str(self.words_for(key)), number, 0) for key, number in counted]
        return sorted(rows, key=lambda row: (-row[2], row[1]))

    def labels(self, values: list[str]) -> dict[str, str]:
        """Words for values that were chosen."""
        return {value: str(self.words_for(value)) for value in values}

    def phrases(self, values: list[str]) -> dict[str, str]:
        """The same words as part of a sentence, such as `by BriefCam`, where they tell enough."""
        return {
            value: str(self.phrase) % {"value": words}
            for value, words in self.labels(values).items()
            if words != value or self.phrase != "%(value)s"
        }

    def words_for(self, value):
        """The words for one value."""
        return self.words[value] if value in self.words else code_words(self.field_name, str(value))


def most_frequent(
    bitmaps: Bitmaps, within: BitMap, most: int = MOST_VALUES
) -> list[tuple[Key, int]]:
    """(key, number within the documents) of the most frequent keys that are there at all."""
    if not within:
        return []
    if bitmaps.is_read_forward(within, most):
        counted = bitmaps.forward.most_frequent(within, most)
    else:
        counted = list(_each_key(bitmaps, within, most))
    least = min(nlargest(most, (number for number, _key in counted)), default=0)
    found = nlargest(most, ((n, str(key), key) for n, key in counted if n >= least))
    return [(key, number) for number, _order, key in found]


def _each_key(bitmaps: Bitmaps, within: BitMap, most: int) -> Iterator[tuple[int, Key]]:
    """Counted key by key, the fullest first, until none can be among the most frequent."""
    best: list[int] = []
    count = Within(within).count
    for size, key in bitmaps.by_size:
        if len(best) == most and size < best[0]:
            break
        number = count(bitmaps[key])
        if number and (len(best) < most or number >= best[0]):
            (heappush if len(best) < most else heappushpop)(best, number)
            yield number, key


def with_chosen(counted: list[tuple[Key, int]], chosen: list[Key]) -> list[tuple[Key, int]]:
    """The keys counted, and those chosen that are not among them, at zero."""
    known = {key for key, _number in counted}
    return [*counted, *((key, 0) for key in chosen if key not in known)]


class ChoiceKeys(KeysFilter):
    """A facet of a column of choices, or of words as they are."""

    def __init__(self, field_name, choices, **options):
        super().__init__(field_name, choices, **options)


class LinkKeys(KeysFilter):
    """A facet of linked entries, by slug. The keys are numbers of entries."""

    def __init__(self, field_name=None, kinds=None, **options):
        super().__init__(field_name=field_name, **options)
        self.kinds = kinds or self.kinds

    def pairs(self, records):
        """The entries that the records link to."""
        linked = records.filter(**{f"{self.field_name}__isnull": False})
        return linked.values_list("pk", self.field_name).iterator()

    def keys(self, values):
        """Entries with these slugs; one that was merged stands for what it became."""
        rows = Entry.objects.filter(slug__in=values)
        rows = rows.filter(kind__in=self.kinds) if self.kinds else rows
        found = [merged or number for number, merged in rows.values_list("pk", "merged_into")]
        return list(dict.fromkeys(found))

    def worded(self, index, counted):
        """Titles, most frequent first."""
        entries = index.named(key for key, _number in counted)
        rows = [
            (self.value_of(entries[key]), str(entries[key]), number, 0)
            for key, number in counted
            if key in entries
        ]
        return sorted(rows, key=lambda row: (-row[2], row[1]))

    def value_of(self, entry: Entry) -> str:
        """What stands for an entry in an address."""
        return entry.slug

    def labels(self, values):
        """Titles of the entries chosen."""
        entries = Entry.objects.filter(slug__in=values).select_related("merged_into")
        entries = entries.filter(kind__in=self.kinds) if self.kinds else entries
        return {entry.slug: str(entry.merged_into or entry) for entry in entries}


class RoleKeys(LinkKeys):
    """A facet of those who play certain roles in a deployment."""

    kinds = ("vendor", "organisation", "place")

    def __init__(self, roles, through="", **options):
        super().__init__(field_name="roles__entry", **options)
        self.roles, self.through = roles, through

    def pairs(self, records):
        """Who plays one of the roles in each record's deployments, or in the record itself."""
        path = f"{self.through}__" if self.through else ""
        played = records.filter(**{f"{path}roles__role__in": self.roles})
        return played.values_list("pk", f"{path}roles__entry").distinct().iterator()


class RoleKindKeys(ChoiceKeys):
    """A facet of the roles that somebody plays."""

    def __init__(self, field_name="roles__role", **options):
        super().__init__(field_name, Role.Kind.choices, **options)


class ContestedKeys(KeysFilter):
    """A facet of contested records: `contested=yes` or `no`."""

    YES, NO = ("yes", "1", "true", "on"), ("no", "0", "false", "off")

    def pairs(self, records) -> Iterator[tuple[int, str]]:
        """`yes` or `no` for each record."""
        for number, contested in records.values_list("pk", "contested").iterator():
            yield number, "yes" if contested else "no"

    def keys(self, values):
        """`yes`, `no`, or both."""
        spelled = {**dict.fromkeys(self.YES, "yes"), **dict.fromkeys(self.NO, "no")}
        return list(dict.fromkeys(spelled[value] for value in values if value in spelled))

    def rows(self, index, bitmaps, within, values):
        """The contested ones; the others only when they were chosen."""
        shown = dict.fromkeys(["yes", *self.keys(values)])
        counted = [(key, bitmaps.get(key, NOTHING).intersection_cardinality(within))
                   for key in shown]  # fmt: skip
        return self.worded(index, [(key, n) for key, n in counted if n or key in self.keys(values)])

    def words_for(self, value):
        """Words for the two values."""
        return _("contested") if value in self.YES else _("not contested")

    def labels(self, values):
        """Words for the values that mean something."""
        return {value: self.words_for(value) for value in values if self.keys([value])}
