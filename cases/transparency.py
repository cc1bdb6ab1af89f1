"""The public log of decisions: its filters, its figures, and its lines as exports write them.

Everything is read off the log itself. What waited when a decision was taken stands on its line, so
no page of readers ever asks the queue.
"""

import datetime
import statistics
from collections.abc import Iterator

import django_filters
from django import forms
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from cases.models import Decision, Door, Ground

FIRST_YEAR, LAST_YEAR = 2000, 2100
WINDOWS = (30, 90)
# The same in both languages, and for ever: others compute with them.
COLUMNS = (
    "id", "day", "kind", "door", "is_appeal", "ground", "days_waited", "contributions", "records",
    "record_kinds", "reason", "waiting", "oldest_waiting_on",
)  # fmt: skip


class YearFilter(django_filters.NumberFilter):
    """A whole number: a year that is a decimal fits no date."""

    field_class = forms.IntegerField


class LogFilter(django_filters.FilterSet):
    """Which lines: by kind of decision, door, and year."""

    kind = django_filters.ChoiceFilter(choices=Decision.Kind.choices, label=_("Decision"))
    door = django_filters.ChoiceFilter(choices=Door.choices, label=_("Way"))
    year = YearFilter(
        field_name="day", lookup_expr="year", label=_("Year"),
        min_value=FIRST_YEAR, max_value=LAST_YEAR,
    )  # fmt: skip


def figures(today: datetime.date) -> dict:
    """What the top of the page says: waits, numbers, share refused, reasons, what waits."""
    answers = Decision.objects.answers()
    return {
        "waits": [{"days": days, **_wait(answers, today, days)} for days in WINDOWS],
        "kinds": _counted("kind", Decision.Kind),
        "grounds": _counted("ground", Ground),
        "refused": _share_refused(answers),
        "queue": Decision.objects.exclude(waiting=None).first(),
    }


def recent_wait(today: datetime.date) -> int | None:
    """The median wait, in days, of what was answered in the shorter of the windows."""
    return _wait(Decision.objects.answers(), today, min(WINDOWS))["median"]


def rows(decisions) -> Iterator[tuple]:
    """The lines as plain values, in the order of COLUMNS."""
    for one in decisions.iterator(500):
        yield (
            one.pk, one.day.isoformat(), one.kind, one.door, int(one.is_appeal), one.ground,
            "" if one.days_waited is None else one.days_waited, one.contributions, one.records,
            one.kinds, one.reason, "" if one.waiting is None else one.waiting,
            one.oldest_on.isoformat() if one.oldest_on else "",
        )  # fmt: skip


def _wait(answers, today: datetime.date, days: int) -> dict:
    """The median wait of what was answered in the last days, and how many that is."""
    since = today - datetime.timedelta(days=days)
    recent = answers.filter(day__gt=since, day__lte=today).exclude(days_waited=None)
    waited = list(recent.values_list("days_waited", flat=True))
    return {"number": len(waited), "median": statistics.median_low(waited) if waited else None}


def _counted(name: str, words) -> list[dict]:
    """How many decisions of each value, in the order in which the code lists them."""
    numbers = Decision.objects.order_by().values_list(name).annotate(n=Count("pk"))
    counted = dict(numbers)
    return [{"label": word.label, "n": counted[word]} for word in words if word in counted]


def _share_refused(answers) -> dict | None:
    """Refusals among what was read, junk apart: how many in a hundred."""
    read = answers.exclude(kind=Decision.Kind.SPAM)
    total = read.aggregate(n=Sum("contributions"))["n"]
    if not total:
        return None
    refused = read.filter(kind=Decision.Kind.REFUSED).aggregate(n=Sum("contributions"))["n"] or 0
    return {"percent": round(100 * refused / total), "refused": refused, "total": total}
