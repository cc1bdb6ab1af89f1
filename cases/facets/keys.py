"""Filters on the values of one repeated query key, and how each counts its own values."""

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cases.codes import code_words
from cases.models import Entry

MOST_VALUES = 40
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
        rows = (
            queryset.order_by().values_list(self.field_name).annotate(n=Count("pk", distinct=True))
        )
        found = [(value, self.words_for(value), n) for value, n in rows if value]
        return sorted(found, key=lambda row: (-row[2], str(row[1])))[:MOST_VALUES]

    def labels(self, values: list[str]) -> dict[str, str]:
        """Labels for values that were chosen."""
        return {value: self.words_for(value) for value in values}

    def words_for(self, value) -> str:
        """The words for one value."""
        known = dict(self.extra.get("choices", ()))
        return known[value] if value in known else code_words(self.field_name, str(value))


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


class RoleKeys(LinkKeys):
    """A filter on those who play certain roles in a deployment."""

    kinds = ("vendor", "organisation", "place")

    def __init__(self, roles, **options):
        super().__init__(field_name="roles__entry", **options)
        self.roles = roles

    def linked(self, model):
        """Only the roles that this filter is about."""
        return model.objects.order_by().filter(roles__role__in=self.roles)


class ContestedKeys(KeysFilter):
    """A filter on contested records: `contested=yes` or `no`."""

    YES, NO = ("yes", "1", "true", "on"), ("no", "0", "false", "off")

    def condition(self, queryset, values):
        """`yes`, `no`, or both."""
        wanted = {value in self.YES for value in values if value in self.YES + self.NO}
        return Q(contested__in=wanted)

    def count(self, queryset):
        """The contested ones."""
        number = queryset.filter(contested=True).count()
        return [("yes", self.labels(["yes"])["yes"], number)] if number else []

    def labels(self, values):
        """Words for the two values."""
        words = {"yes": _("contested"), "no": _("not contested")}
        return {value: words[value] for value in values if value in words}
