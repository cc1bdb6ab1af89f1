"""Which of the dates of a record answers "since when"."""

from datetime import date

from django.utils.translation import get_language

from cases import dates
from cases.models import DatedValue, Record

from .values import Value, confidence_mark

# The roles of a date that say when, the best first; any other date will do after them.
TELLING = {
    "deployment": ("start", "active", "held", "signed", "announced"),
    "legal": ("decision", "opinion", "filed", "closed", "announced"),
    "law": ("in_force", "promulgated", "adopted", "proposed"),
    "source": ("published", "updated"),
    "funding": ("budget_year", "received", "signed", "announced"),
}
# What has ended, or is only planned, does not say since when.
LAST_RESORT = ("end", "target", "suspended", "closed")
LATEST_FIRST = ("legal",)


def role_key(dated: DatedValue) -> str:
    """The key of the role of a date, such as `announced`."""
    return dated.role.slug.removeprefix("date_role-").removeprefix("date-role-")


def sort_key(dated: DatedValue) -> tuple[date, date]:
    """Where a date stands among others, by its stored bounds."""
    first = dated.earliest or dated.latest or date.max
    return first, dated.latest or date.max


def telling_date(record: Record) -> DatedValue | None:
    """The date shown for the record in lists and in its key facts."""
    return telling_of(record.entry.kind, record.entry.dates.all())


def telling_of(kind: str, dated_values):
    """Of the dates of a record of this kind, the one that says when; None without any."""
    if len(dated_values) == 1:
        return dated_values[0]
    wanted = TELLING.get(kind, ())

    def rank(dated):
        role = role_key(dated)
        place = wanted.index(role) if role in wanted else len(wanted)
        return place + 10 * (role in LAST_RESORT and role not in wanted)

    return min(dated_values, key=lambda dated: (rank(dated), sort_key(dated)), default=None)


def date_value(dated: DatedValue, sources: tuple[int, ...] = ()) -> Value:
    """The date in words, its role beside it, with the box of its confidence."""
    return Value(
        dates.display(dated.value, get_language() or "fr"),
        note=str(dated.role),
        mark=confidence_mark(dated.confidence),
        sources=sources,
    )
