"""How the queue is doing: what waits where, since when, and who handled what."""

import datetime
import statistics
from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils import timezone

from cases.intake.models import Submission, Transition

from . import lanes

RECENT = datetime.timedelta(days=30)
DECIDED = (
    Submission.State.ACCEPTED, Submission.State.PARTLY, Submission.State.SCHEDULED,
    *Submission.TURNED_DOWN,
)  # fmt: skip


@dataclass(frozen=True)
class LaneFigures:
    """One lane: how many wait in it, since when the first, and the nearest deadline."""

    key: str
    label: str
    waiting: int
    oldest: datetime.date | None
    due_on: datetime.date | None


@dataclass(frozen=True)
class QueueFigures:
    """The whole queue; days are civil days, `median_days` of what was decided in 30 days."""

    waiting: int
    asked: int
    oldest_days: int
    median_days: float | None
    handled: list[tuple[str, int]]


def lanes_waiting() -> list[LaneFigures]:
    """Every lane that holds something, in the order in which to clear them."""
    rows = (
        Submission.objects.to_read().order_by().values("lane")
        .annotate(n=Count("pk"), oldest=Min("received_on"), due=Min("due_on"))
    )  # fmt: skip
    by_lane = {row["lane"]: row for row in rows}
    return [
        LaneFigures(lane.value, str(lane.label), row["n"], row["oldest"], row["due"])
        for lane in lanes.ORDER
        if (row := by_lane.get(lane.value))
    ]


def queue_figures(today: datetime.date | None = None) -> QueueFigures:
    """How many wait, the oldest, the median wait of recent decisions, and who made them."""
    today = today or timezone.localdate()
    waiting = Submission.objects.to_read()
    oldest = waiting.aggregate(first=Min("received_on"))["first"]
    waits = [
        (decided - received).days
        for decided, received in Submission.objects.filter(
            decided_on__gt=today - RECENT, channel=Submission.Channel.FORM
        ).values_list("decided_on", "received_on")
    ]
    return QueueFigures(
        waiting=waiting.count(),
        asked=Submission.objects.filter(state=Submission.State.ASKED).count(),
        oldest_days=(today - oldest).days if oldest else 0,
        median_days=statistics.median(waits) if waits else None,
        handled=_handled(today),
    )


def _handled(today: datetime.date) -> list[tuple[str, int]]:
    """(name, decisions) of the last thirty days, most first."""
    steps = Transition.objects.filter(
        day__gt=today - RECENT, after__in=DECIDED, submission__channel=Submission.Channel.FORM
    ).exclude(by=None)
    counted = steps.values_list("by__username").annotate(n=Count("pk"))
    return list(counted.order_by("-n", "by__username"))
