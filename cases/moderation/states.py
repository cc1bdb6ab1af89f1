"""Changing the state of a contribution: one guarded UPDATE, and the step that says who and why."""

from django.db.models import F, Q
from django.utils import timezone

from cases.intake.models import Submission, Transition

from .reasons import Said


class AlreadyDecided(Exception):
    """Somebody else decided, or the contribution changed, since it was read."""


class ClaimedByOther(AlreadyDecided):
    """Another moderator holds the contribution; `holder` is their name, `until` when it ends."""

    def __init__(self, holder: str, until):
        super().__init__(holder)
        self.holder, self.until = holder, until


def unclaimed_or_mine(user) -> Q:
    """Contributions that this account may act on: free, its own, or held longer than allowed."""
    free = Q(claimed_by=None) | Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    return free | Q(claimed_by=user) if user else free


def move(
    submission: Submission,
    version: int,
    after: str,
    moderator,
    said: Said | None = None,
    *,
    before=Submission.OPEN,
    note: str = "",
    **columns,
) -> None:
    """Bring a contribution to the state `after`, if it is still as the moderator read it.

    One UPDATE that only one of two simultaneous decisions can win. `before` lists the states
    it may come from (never one whose content was erased), `columns` what else changes with
    it. Raises AlreadyDecided, or ClaimedByOther, and then nothing is written.
    """  # fmt: skip
    said, today, final = said or Said(), timezone.localdate(), after not in Submission.OPEN
    was = Submission.objects.filter(pk=submission.pk).values_list("state", flat=True).get()
    if note:
        columns["private_note"] = note
    if final or after == Submission.State.ASKED:
        columns |= {"claimed_by": None, "claimed_until": None}
    waiting = Submission.objects.filter(
        pk=submission.pk, version=version, state__in=before, erased_on=None
    )
    taken = waiting.filter(unclaimed_or_mine(moderator)).update(
        state=after, version=F("version") + 1, decided_by=moderator,
        decided_on=today if final else None, reason=said.fr, reason_en=said.en, **columns,
    )  # fmt: skip
    submission.refresh_from_db()
    if not taken:
        raise _why(submission, version, before)
    Transition.objects.create(
        submission=submission, before=was, after=after, by=moderator, day=today,
        reason=said.chosen, text=said.fr, text_en=said.en, note=note,
    )  # fmt: skip


def _why(submission: Submission, version: int, before) -> AlreadyDecided:
    """What made the guarded UPDATE find nothing."""
    if submission.version == version and submission.state in before and submission.claimed_by:
        return ClaimedByOther(submission.claimed_by.username, submission.claimed_until)
    return AlreadyDecided()
