"""Holding a contribution while one reads it, so that two moderators never do the same work."""

import datetime

from django.utils import timezone

from cases.intake.models import Submission, Transition

from . import audit
from .states import unclaimed_or_mine

HELD_FOR = datetime.timedelta(minutes=30)
STEP = 5  # minutes: the end of a claim is rounded up, for nobody needs to know it closer

State = Submission.State


def claim(submission: Submission, user) -> bool:
    """Hold an open contribution for half an hour; False when another moderator holds it.

    One UPDATE, so that of two who open it at the same instant only one holds it.
    """
    held = _free(submission, user).update(claimed_by=user, claimed_until=_end())
    if held:
        _step(submission, State.RECEIVED, State.REVIEW, user)
    submission.refresh_from_db()
    return bool(held)


def take_over(submission: Submission, user) -> None:
    """Hold what another moderator holds: said in the audit log, and to the other on their page."""
    held = Submission.objects.filter(pk=submission.pk, state__in=Submission.OPEN).update(
        claimed_by=user, claimed_until=_end()
    )
    if held:
        audit.write(user, "take over", f"contribution/{submission.pk}")
    submission.refresh_from_db()


def release(submission: Submission, user) -> None:
    """Let a contribution go that one holds."""
    let_go = Submission.objects.filter(
        pk=submission.pk, claimed_by=user, state__in=Submission.OPEN
    ).update(claimed_by=None, claimed_until=None)
    if let_go:
        _step(submission, State.REVIEW, State.RECEIVED, user)
    submission.refresh_from_db()


def release_expired() -> int:
    """Let go of what was held too long; how many. Called when the queue is opened."""
    expired = Submission.objects.filter(claimed_until__lt=timezone.now())
    for submission in expired.filter(state=State.REVIEW):
        _step(submission, State.REVIEW, State.RECEIVED, None)
    return expired.update(claimed_by=None, claimed_until=None)


def held_by_other(submission: Submission, user) -> bool:
    """True when somebody else holds it at this moment."""
    return bool(
        submission.claimed_by_id
        and submission.claimed_by_id != user.pk
        and submission.claimed_until
        and submission.claimed_until >= timezone.now()
    )


def _free(submission: Submission, user):
    open_ = Submission.objects.filter(pk=submission.pk, state__in=Submission.OPEN)
    return open_.filter(unclaimed_or_mine(user))


def _step(submission: Submission, before: str, after: str, user) -> None:
    """Write the change of state, when it is one."""
    if Submission.objects.filter(pk=submission.pk, state=before).update(state=after):
        Transition.objects.create(
            submission=submission, before=before, after=after, by=user, day=timezone.localdate()
        )


def _end() -> datetime.datetime:
    """When a claim made now ends, rounded up to a step."""
    end = (timezone.now() + HELD_FOR).replace(second=0, microsecond=0)
    return end + datetime.timedelta(minutes=-end.minute % STEP)
