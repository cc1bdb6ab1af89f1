"""Deciding on a contribution: accept, ask, refuse. Accepting is the one door to public tables."""

from django.db import transaction
from django.utils import timezone

from cases.intake.models import Message, Submission
from cases.models import DataVersion, Decision, Revision

from . import audit, log, schedule
from .publish import Conflict, Edit, NothingLeft, TargetGone, publish
from .reasons import Said, said
from .states import AlreadyDecided, ClaimedByOther, move

__all__ = [
    "AlreadyDecided", "ClaimedByOther", "Conflict", "Edit", "NothingLeft", "TargetGone",
    "accept", "ask", "refuse", "reopen",
]  # fmt: skip

State = Submission.State


def accept(
    submission: Submission,
    version: int,
    moderator,
    edits=None,
    reason: str | Said = "",
    files=None,
    note="",
) -> list[Revision]:
    """Publish a contribution in one transaction; all of its records or none.

    `version` is the one the moderator read; `edits` maps positions to `Edit`s, `files`
    those of its files to their sources (see publish_files). A contribution whose sender asked
    for a later day is tried, then kept for that day: the list is empty.
    Raises AlreadyDecided, Conflict, TargetGone, NothingLeft or history.Refused, and then
    nothing is written.
    """  # fmt: skip
    edits, words = edits or {}, _words(reason)
    if submission.not_before and submission.not_before > timezone.localdate():
        schedule.keep(submission, version, moderator, edits, words, note, files or {})
        return []
    with transaction.atomic():
        DataVersion.advance()
        move(submission, version, schedule.final_state(edits), moderator, words, note=note)
        revisions = publish(submission, edits, timezone.localdate(), files, moderator)
        log.write(Decision.Kind.ACCEPTED, words, submission=submission, revisions=revisions)
        audit.write(moderator, "accept", f"contribution/{submission.pk}")
    return revisions


def refuse(
    submission: Submission,
    version: int,
    moderator,
    reason: str | Said,
    state=State.REFUSED,
    note="",
    ground="",
) -> None:
    """Turn down, with a reason that the contributor and the public log show.

    `state` says how: refused, a duplicate, or junk, which the public log only counts. `ground` is
    the class of the reason, a value of cases.models.Ground.
    """
    words = _words(reason)
    with transaction.atomic():
        DataVersion.advance()
        move(submission, version, state, moderator, words, note=note)
        shown = Said() if state == State.SPAM else words
        ground = ground or (words.chosen.ground if words.chosen else "")
        log.write(Decision.Kind(state), shown, submission=submission, ground=ground)
        audit.write(moderator, str(state), f"contribution/{submission.pk}")


def settle(submission: Submission, version: int, moderator, state: str, facts: str, **logged):
    """Decide on what proposes no record, such as a complaint, in the caller's transaction.

    `facts` are for the sender alone; `logged` are the columns of the public line. Raises
    AlreadyDecided.
    """
    DataVersion.advance()
    move(submission, version, state, moderator, said(facts))
    granted = state == State.ACCEPTED
    kind = Decision.Kind.GRANTED if granted else Decision.Kind(state)
    log.write(kind, submission=submission, **logged)


def reopen(submission: Submission, version: int, moderator) -> None:
    """Undo a refusal, or a publication that is still to come: the contribution waits again."""
    with transaction.atomic():
        DataVersion.advance()
        move(
            submission, version, State.RECEIVED, moderator, before=Submission.UNDONE_FROM,
            prepared=None,
        )  # fmt: skip
        log.write(Decision.Kind.REOPENED, submission=submission)
        audit.write(moderator, "reopen", f"contribution/{submission.pk}")


def ask(submission: Submission, version: int, moderator, question: str | Said, note="") -> None:
    """Ask the contributor something; the contribution stays in the queue."""
    words = _words(question)
    with transaction.atomic():
        DataVersion.advance()
        move(submission, version, State.ASKED, moderator, words, note=note)
        Message.objects.create(
            submission=submission, author=Message.Author.MODERATOR,
            text=words.en if submission.language == "en" else words.fr, day=timezone.localdate(),
        )  # fmt: skip
        audit.write(moderator, "ask", f"contribution/{submission.pk}")


def _words(given: str | Said) -> Said:
    """Own words, or what a reason of the list says."""
    return given if isinstance(given, Said) else said(given)
