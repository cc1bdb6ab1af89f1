"""Facets of lines of money: each value stands alone, and what is not known is a value, `-`.

They serve the figures of `/money/`, whose every link leads to exactly the lines it counts: a kind
therefore does not cover narrower kinds, and a territory covers the money of its deployments too.
"""

from datetime import date

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases.models import DatedValue

from .keys import ChoiceKeys, KeysFilter, LinkKeys
from .trees import TermKeys

UNKNOWN = "-"  # no address of a record is a lone hyphen
PARTIAL = "partial"  # the date does not lie within one year
ENDLESS = date(9999, 12, 31)


class ChoiceOrUnknown(ChoiceKeys):
    """A facet of a column of choices or of words; `-` is the empty one."""

    def pairs(self, records):
        """The value of each record, or `-`."""
        rows = records.values_list("pk", self.field_name).iterator()
        return ((number, value or UNKNOWN) for number, value in rows)

    def words_for(self, value):
        """The words for one value."""
        return _("not known") if value == UNKNOWN else super().words_for(value)


class LinkOrUnknown(LinkKeys):
    """A facet of one linked entry; `-` where there is none."""

    def pairs(self, records):
        """The entry of each record, or `-`."""
        rows = records.values_list("pk", self.field_name).iterator()
        return ((number, entry or UNKNOWN) for number, entry in rows)

    def keys(self, values):
        """The entries, and none."""
        found = super().keys([value for value in values if value != UNKNOWN])
        return [*found, UNKNOWN] if UNKNOWN in values else found

    def worded(self, index, counted):
        """Titles, then how many records have none."""
        known = [(key, number) for key, number in counted if key != UNKNOWN]
        unknown = [number for key, number in counted if key == UNKNOWN]
        rows = super().worded(index, known)
        return [*rows, *((UNKNOWN, _("not known"), number, 0) for number in unknown)]

    def labels(self, values):
        """Titles, and the words for none."""
        found = super().labels([value for value in values if value != UNKNOWN])
        return found | ({UNKNOWN: _("not known")} if UNKNOWN in values else {})


class NatureKeys(LinkOrUnknown, TermKeys):
    """A facet of the kind of a line of money: no kind covers another, for none adds to another."""

    def rows(self, index, bitmaps, within, values):
        """The most frequent, without any tree."""
        return KeysFilter.rows(self, index, bitmaps, within, values)


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
    """A facet of the year of the date shown for a line: `2022`, `partial` or `-`."""

    faceted = False

    def pairs(self, records):
        """The year of each line."""
        rows = with_telling_date(records).values_list("pk", "told", "told_from", "told_to")
        return ((number, year_of(*dated)) for number, *dated in rows.iterator())

    def words_for(self, value):
        """The words for one year."""
        words = {PARTIAL: _("date not within one year"), UNKNOWN: _("without a date")}
        return words.get(value) or _("dated %(year)s") % {"year": value}
