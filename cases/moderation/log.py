"""Adding to the public log of moderation, always inside the transaction of what is logged."""

from django.db.models import Count, Min, Q
from django.utils import timezone

from cases.intake.models import Submission
from cases.models import Decision, Revision

from .reasons import Said


def write(
    kind: str,
    words: Said | None = None,
    *,
    submission: Submission | None = None,
    revisions: list[Revision] = (),
    **columns,
) -> Decision | None:
    """One line; `words` are its reason, `columns` others of Decision (ground, door, records…).

    All imports of a day make one line. What a moderator writes through the door to carry out
    another decision is not a line of its own: None.
    """  # fmt: skip
    if words:
        columns |= {"reason": words.fr, "reason_en": words.en}
    kinds = {revision.entry.kind for revision in revisions}
    if revisions:
        columns |= {"records": len(revisions), "kinds": " ".join(sorted(kinds))}
    if submission and submission.channel == Submission.Channel.MODERATOR:
        return None
    day = timezone.localdate()
    if submission and submission.channel == Submission.Channel.IMPORT:
        return _add_to_import(day, len(revisions), kinds)
    return Decision.objects.create(
        kind=kind, day=day, days_waited=_waited(submission, day), **_queue(day), **columns
    )


def _add_to_import(day, records: int, kinds: set[str]) -> Decision:
    """The line of today's imports, counting one more; callers hold the lock of public changes."""
    line = Decision.objects.filter(kind=Decision.Kind.IMPORTED, day=day).first()
    if line is None:
        line = Decision(kind=Decision.Kind.IMPORTED, day=day, days_waited=0, contributions=0)
    line.contributions += 1
    line.records += records
    line.kinds = " ".join(sorted(kinds.union(line.kinds.split())))
    line.save()
    return line


def _waited(submission: Submission | None, day) -> int | None:
    """Days since it was received; unknown where the sender asked that the day be hidden.

    0 where it came while the clock was ahead.
    """
    if submission is None:
        return 0
    return None if submission.delay_weeks else max(0, (day - submission.received_on).days)


def _queue(day) -> dict:
    """What waits now, so that readers know it without the queue being asked by their pages.

    Nothing waits since later than `day`, though it may have come while the clock was ahead.
    """
    queue = Submission.objects.waiting().aggregate(
        waiting=Count("pk"), oldest_on=Min("received_on", filter=Q(delay_weeks=0))
    )
    return queue | {"oldest_on": queue["oldest_on"] and min(queue["oldest_on"], day)}
