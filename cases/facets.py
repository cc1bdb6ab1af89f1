"""The filters of lists: each knows how to filter, and how to count its own values.

Filters on links go through a subquery of primary keys, so that they combine without
multiplying rows; a value that exists nowhere gives no row, never every row.
"""

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet

from cases.models import Entry, Place, TaggedEntry, Term
from cases.text import fold

MOST_VALUES = 30
MOST_GIVEN = 50


class KeysField(forms.Field):
    """The values of one repeated query key, as given, bounded."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        """Distinct, non-empty, at most fifty; no NUL byte reaches the database."""
        kept = [part.replace("\x00", "")[:200] for part in value or [] if part]
        return list(dict.fromkeys(kept))[:MOST_GIVEN]


class KeysFilter(django_filters.Filter):
    """A filter on one or several values; subclasses say how."""

    field_class = KeysField
    faceted = True

    def filter(self, queryset: QuerySet, values) -> QuerySet:
        """Keep the records that have any of the values."""
        return queryset.filter(self.condition(queryset, values)) if values else queryset

    def condition(self, queryset: QuerySet, values: list[str]) -> Q:
        """The condition for any of the values."""
        return Q(**{f"{self.field_name}__in": values})

    def count(self, queryset: QuerySet) -> list[tuple[str, str, int]]:
        """(value, label, number of records) over the queryset, most frequent first."""
        rows = queryset.order_by().values_list(self.field_name).annotate(n=Count("pk"))
        labels = dict(self.extra.get("choices", ()))
        found = [(value, labels.get(value, value), n) for value, n in rows if value]
        return sorted(found, key=lambda row: (-row[2], str(row[1])))[:MOST_VALUES]

    def labels(self, values: list[str]) -> dict[str, str]:
        """Labels for values that were chosen."""
        return {value: dict(self.extra.get("choices", ())).get(value, value) for value in values}


class ChoiceKeys(KeysFilter):
    """A filter on a column of choices."""

    def __init__(self, field_name, choices, **options):
        super().__init__(field_name=field_name, **options)
        self.extra["choices"] = choices

    @property
    def field(self):
        """The form field; the choices serve labels only."""
        return KeysField(required=False, label=self.label)


class LinkKeys(KeysFilter):
    """A filter on linked entries, by slug."""

    def condition(self, queryset, values):
        """Records linked to any of the entries."""
        linked = self.linked(queryset.model).filter(**{f"{self.field_name}__slug__in": values})
        return Q(pk__in=linked.values("pk"))

    def linked(self, model):
        """All records of the model, before the links are looked at."""
        return model.objects.order_by()

    def count(self, queryset):
        """Linked entries, most frequent first."""
        path = self.field_name
        rows = (
            self.linked(queryset.model)
            .filter(pk__in=queryset.order_by().values("pk"))
            .exclude(**{path: None})
            .values_list(path)
            .annotate(n=Count("pk", distinct=True))
            .order_by("-n", path)[:MOST_VALUES]
        )
        numbers = dict(rows)
        entries = Entry.objects.in_bulk(list(numbers))
        return [(self.key_of(entries[pk]), str(entries[pk]), n) for pk, n in numbers.items()]

    def key_of(self, entry: Entry) -> str:
        """The value that stands for an entry in the query string."""
        return entry.slug

    def labels(self, values):
        """Titles of the entries chosen."""
        kinds = getattr(self, "kinds", None)
        entries = Entry.objects.filter(slug__in=values)
        entries = entries.filter(kind__in=kinds) if kinds else entries
        return {entry.slug: str(entry) for entry in entries}


class TermKeys(LinkKeys):
    """A filter on terms of a vocabulary; a broad term covers the narrower ones."""

    def __init__(self, field_name, scheme, **options):
        super().__init__(field_name=field_name, **options)
        self.scheme = scheme

    def condition(self, queryset, values):
        """Records with any of the terms or of their narrower terms."""
        chosen = Term.objects.filter(scheme=self.scheme, key__in=values).values("pk")
        narrower = Term.objects.filter(parent__in=chosen).values("pk")
        path = self.field_name
        linked = self.linked(queryset.model).filter(
            Q(**{f"{path}__in": chosen}) | Q(**{f"{path}__in": narrower})
        )
        return Q(pk__in=linked.values("pk"))

    def key_of(self, entry):
        """The key of the term, without its scheme."""
        return entry.slug.removeprefix(f"{self.scheme}-")

    def labels(self, values):
        """Names of the terms chosen."""
        terms = Term.objects.filter(scheme=self.scheme, key__in=values).select_related("entry")
        return {term.key: str(term.entry) for term in terms}


class RoleKeys(LinkKeys):
    """A filter on those who play certain roles in a deployment."""

    kinds = ("vendor", "organisation", "place")

    def __init__(self, roles, **options):
        super().__init__(field_name="roles__entry", **options)
        self.roles = roles

    def linked(self, model):
        """Only the roles that this filter is about."""
        return model.objects.order_by().filter(roles__role__in=self.roles)


class PlaceKeys(LinkKeys):
    """A filter on territory: a place covers what lies inside it."""

    kinds = ("place",)

    def condition(self, queryset, values):
        """Records in any of the places or in what lies inside them."""
        entries = Entry.objects.filter(kind="place", slug__in=values)
        places = Place.objects.none()
        for entry in entries:
            places = places | Place.objects.inside(entry)
        inside = {f"{self.field_name}__in": places.values("pk")}
        return Q(pk__in=self.linked(queryset.model).filter(**inside).values("pk"))


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


class ContestedKeys(KeysFilter):
    """A filter on contested records: `contested=yes` or `no`."""

    def condition(self, queryset, values):
        """`yes`, `no`, or both."""
        wanted = [value == "yes" for value in values if value in ("yes", "no")]
        return Q(contested__in=wanted)

    def count(self, queryset):
        """The contested ones."""
        number = queryset.filter(contested=True).count()
        return [("yes", self.labels(["yes"])["yes"], number)] if number else []

    def labels(self, values):
        """Words for the two values."""
        from django.utils.translation import gettext as _

        words = {"yes": _("contested"), "no": _("not contested")}
        return {value: words[value] for value in values if value in words}


class YearKeys(KeysFilter):
    """A filter on the years in which a record has a date that may fall."""

    faceted = False

    def condition(self, queryset, values):
        """Both bounds around the year, or the only known bound inside it."""
        from cases.models import DatedValue

        dated = Q(pk__in=[])
        for year in (int(value) for value in values if value.isdecimal() and len(value) == 4):
            if year < 1000:
                continue
            start, end = f"{year}-01-01", f"{year}-12-31"
            dated |= Q(earliest__lte=end, latest__gte=start)
            dated |= Q(earliest=None, latest__range=(start, end))
            dated |= Q(latest=None, earliest__range=(start, end))
        return Q(pk__in=DatedValue.objects.filter(dated).values("entry"))


class WordsField(forms.CharField):
    """What was typed to search, bounded; nothing typed there is an error."""

    def clean(self, value):
        """At most 300 characters."""
        return str(value or "").replace("\x00", " ")[:300].strip()


class WordsFilter(django_filters.Filter):
    """Every word must stand in the names or text of the record, accents and case apart."""

    field_class = WordsField
    faceted = False

    def filter(self, queryset, value):
        """At most eight words are looked for."""
        for word in fold(value or "").split()[:8]:
            queryset = queryset.filter(entry__folded__contains=word)
        return queryset
