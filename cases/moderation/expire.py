"""What the queue forgets with time: junk, what was turned down, private notes, old claims.

A decision deletes nothing; these rules do, so that an instance keeps no longer than it needs
what strangers wrote (GDPR, article 5-1 e).
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from cases.exchange import kept_lines
from cases.facets.keeping import keep
from cases.intake.models import Complaint, FormerVersion, Submission, Transition

from . import audit, claims, schedule, second_factor
from .answer import erase_identities
from .clocks import appeal_until
from .orphans import erase_orphans

State = Submission.State


@dataclass
class Expired:
    """What was done, or would be: numbers of contributions."""

    published: int = 0
    returned: int = 0
    released: int = 0
    erased: int = 0
    notes: int = 0
    identities: int = 0
    files: int = 0
    changes: int = 0  # lines about changes that the stored index of facets has
    lines: int = 0  # of tables, made ahead


def expire(day: datetime.date) -> Expired:
    """Publish what was accepted for this day, erase what was kept long enough, and make ahead.

    That is the file of the facets and the lines of long tables, so that readers do not wait.
    """
    done = Expired(released=claims.release_expired())
    done.published, done.returned = schedule.publish_due(day)
    for submission in _to_erase(day):
        _erase(submission, day)
        done.erased += 1
    done.notes = _erase_notes(day)
    done.identities = erase_identities(day)
    second_factor.forget_hours()
    done.files = erase_orphans()
    if done.erased or done.notes or done.identities:
        told = f"{done.erased} contributions, {done.notes} notes, {done.identities} identities"
        audit.write(None, "expire", detail=told)
    done.changes = keep()
    done.lines = kept_lines.fill()
    return done


def would_expire(day: datetime.date) -> Expired:
    """The same numbers, changing nothing."""
    due = Submission.objects.filter(state=State.SCHEDULED, not_before__lte=day)
    return Expired(
        published=due.count(), erased=len(_to_erase(day)), notes=_with_old_notes(day).count()
    )


def _too_old(day: datetime.date):
    """What was turned down or withdrawn long enough ago, and still holds what was sent."""
    decided = Submission.objects.filter(erased_on=None)
    spam = decided.filter(state=State.SPAM, decided_on__lte=day - settings.KEEP_SPAM)
    turned_down = decided.filter(
        state__in=(State.REFUSED, State.DUPLICATE, State.WITHDRAWN),
        decided_on__lte=day - settings.KEEP_TURNED_DOWN,
    )
    return spam | turned_down


def _to_erase(day: datetime.date) -> list[Submission]:
    """Those, without the complaints whose refusal can still be contested."""
    return [
        submission
        for submission in _too_old(day).select_related("complaint")
        if submission.state != State.REFUSED
        or not hasattr(submission, "complaint")
        or appeal_until(submission.decided_on) < day
    ]


def _erase(submission: Submission, day: datetime.date) -> None:
    """Empty a contribution: its state, its days and the public reason stay under its receipt."""
    with transaction.atomic():
        submission.changes.all().delete()
        submission.messages.all().delete()
        submission.drafts.all().delete()
        submission.former.all().delete()
        submission.attachments.all().delete()
        Complaint.objects.filter(submission=submission).update(
            text="", passage="", details={}, identity={}
        )
        Submission.objects.filter(pk=submission.pk).update(
            title="", note="", basis="", basis_note="", private_note="", flags=[], flag_count=0,
            territory="", prepared=None, erased_on=day,
        )  # fmt: skip
        Transition.objects.filter(submission=submission).update(note="")


def _with_old_notes(day: datetime.date):
    """Decided long enough ago, with a note or a remark for the moderators."""
    decided = Submission.objects.filter(decided_on__lte=day - settings.KEEP_NOTES)
    return decided.exclude(private_note="", basis_note="")


def _erase_notes(day: datetime.date) -> int:
    """Erase the notes of what was decided long enough ago; how many contributions had some."""
    old = Transition.objects.filter(
        submission__decided_on__lte=day - settings.KEEP_NOTES
    ).exclude(note="")  # fmt: skip
    old.update(note="")
    FormerVersion.objects.filter(
        submission__decided_on__lte=day - settings.KEEP_NOTES
    ).update(basis_note="")  # fmt: skip
    return _with_old_notes(day).update(private_note="", basis_note="")
