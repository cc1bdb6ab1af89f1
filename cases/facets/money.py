"""Filters of lines of money: each value stands alone, and what is not known is a value, `-`.

They serve the figures of `/money/`, whose every link leads to exactly the lines it counts: a kind
therefore does not cover narrower kinds, and a territory covers the money of its deployments too.
"""

from datetime import date

from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _

from cases.models import DatedValue, Term

from .keys import ChoiceKeys, KeysFilter, LinkKeys
from .trees import PlaceKeys, TermKeys

UNKNOWN = "-"  # no address of a record is a lone hyphen
PARTIAL = "partial"  # the date does not lie within one year
ENDLESS = date(9999, 12, 31)


def with_unknown(queryset, rows, empty: Q) -> list[tuple]:
    """The rows of a facet, and how many records have no value."""
    number = queryset.filter(empty).values("pk").distinct().count()
    return [*rows, (UNKNOWN, _("not known"), number)] if number else rows


class ChoiceOrUnknown(ChoiceKeys):
    """A filter on a column of choices or of words; `-` is the empty one."""

    def condition(self, queryset, values):
        """Any of the values."""
        stored = ["" if value == UNKNOWN else value for value in values]
        return Q(**{f"{self.field_name}__in": stored})

    def count(self, queryset):
        """The values, and how many have none."""
        return with_unknown(queryset, super().count(queryset), Q(**{self.field_name: ""}))

    def words_for(self, value):
        """The words for one value."""
        return _("not known") if value == UNKNOWN else super().words_for(value)


class LinkOrUnknown(LinkKeys):
    """A filter on a linked entry; `-` where there is none."""

    def condition(self, queryset, values):
        """Any of the entries, or none."""
        found = super().condition(queryset, [value for value in values if value != UNKNOWN])
        return found | Q(**{self.field_name: None}) if UNKNOWN in values else found

    def count(self, queryset):
        """The entries, and how many records have none."""
        return with_unknown(queryset, super().count(queryset), Q(**{self.field_name: None}))

    def labels(self, values):
        """Titles, and the words for none."""
        found = super().labels([value for value in values if value != UNKNOWN])
        return found | ({UNKNOWN: _("not known")} if UNKNOWN in values else {})


class NatureKeys(LinkOrUnknown, TermKeys):
    """A filter on the kind of a line of money: no kind covers another, for none adds to another."""

    def chains(self, entries):
        """Each kind stands alone."""
        return {}

    def chosen_terms(self, keys):
        """The terms of these keys only."""
        chosen = Term.objects.filter(scheme=self.scheme, key__in=keys)
        return list(chosen.values_list("pk", flat=True))


class MoneyPlaceKeys(PlaceKeys):
    """A filter on the places of a line of money: its own, and those of its deployments."""

    THROUGH = "deployments__deployment__places"

    def condition(self, queryset, values):
        """Lines for any of the places or for deployments in them."""
        paths = (self.field_name, self.THROUGH)
        found = Q(pk__in=[])
        for path in paths:
            self.field_name = path
            found |= super().condition(queryset, values)
        self.field_name = paths[0]
        return found


def telling_rank() -> Case:
    """The rank of a date of a line of money, as `facts.when.telling_date` ranks it."""
    from cases.facts.when import LAST_RESORT, TELLING  # facts know the registry, which knows us

    wanted = TELLING["funding"]
    slugs = [(role, (f"date_role-{role}", f"date-role-{role}")) for role in (*wanted, *LAST_RESORT)]
    whens = [
        When(
            role__slug__in=names,
            then=Value(wanted.index(role) if role in wanted else len(wanted) + 10),
        )
        for role, names in slugs
    ]
    return Case(*whens, default=Value(len(wanted)), output_field=IntegerField())


def with_telling_date(queryset):
    """Lines with the bounds of the date that tells when: `told_from`, `told_to`."""
    dated = (
        DatedValue.objects.filter(entry=OuterRef("pk"))
        .annotate(rank=telling_rank(), first=Coalesce("earliest", "latest", Value(ENDLESS)))
        .order_by("rank", "first", Coalesce("latest", Value(ENDLESS)), "position", "id")
    )
    return queryset.annotate(
        told=Subquery(dated.values("pk")[:1]),
        told_from=Subquery(dated.values("earliest")[:1]),
        told_to=Subquery(dated.values("latest")[:1]),
    )


def year_of(told, earliest, latest) -> str:
    """The year within which a date lies, `partial` when within none, `-` without a date."""
    if told is None:
        return UNKNOWN
    if earliest and latest and earliest.year == latest.year:
        return str(earliest.year)
    return PARTIAL


class ToldYearKeys(KeysFilter):
    """A filter on the year of the date shown for a line: `2022`, `partial` or `-`."""

    faceted = False

    def filter(self, queryset, values):
        """Keep the lines of any of these years."""
        if not values:
            return queryset
        dated = with_telling_date(queryset.model.objects.order_by())
        asked = Q(pk__in=[])
        for value in values:
            asked |= self.dated_as(value)
        return queryset.filter(pk__in=dated.filter(asked).values("pk"))

    def dated_as(self, value: str) -> Q:
        """The condition on the bounds of the date shown; what is no year keeps nothing."""
        if value == UNKNOWN:
            return Q(told=None)
        if value == PARTIAL:
            across = Q(told_from__year__lt=ExtractYear("told_to"))
            return Q(told__gt=0) & (Q(told_from=None) | Q(told_to=None) | across)
        if value.isascii() and value.isdecimal() and len(value) == 4 and value >= "1000":
            return Q(told_from__gte=f"{value}-01-01", told_to__lte=f"{value}-12-31")
        return Q(pk__in=[])

    def words_for(self, value):
        """The words for one year."""
        words = {PARTIAL: _("date not within one year"), UNKNOWN: _("without a date")}
        return words.get(value) or _("dated %(year)s") % {"year": value}
