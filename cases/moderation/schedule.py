"""Publication at the sender's request on a later day, so that the date points at nobody."""

import datetime

from django.db import transaction
from django.utils import timezone

from cases.history import Refused
from cases.intake.models import Submission
from cases.models import DataVersion, Decision

from . import audit, log
from .publish import Conflict, Edit, NothingLeft, TargetGone, publish
from .reasons import Said
from .states import move

State = Submission.State
NOT_POSSIBLE = (Conflict, TargetGone, NothingLeft, Refused)


def final_state(edits: dict[int, Edit]) -> str:
    """Accepted, or partly when something proposed is left out."""
    partly = any(edit.is_partial for edit in edits.values())
    return State.PARTLY if partly else State.ACCEPTED


def keep(
    submission: Submission, version: int, moderator, edits, words: Said, note: str, files: dict
) -> None:
    """Accept now, publish on the day `not_before`; tried first, so that it is known to work.

    Raises what `publish` raises, and AlreadyDecided.
    """
    with transaction.atomic():
        _rehearse(submission, edits, files)
        prepared = {
            "edits": {str(position): edit.as_json() for position, edit in edits.items()},
            "files": [list(pair) for pair in files.items()],
            "said": [words.fr, words.en],
        }
        move(submission, version, State.SCHEDULED, moderator, words, note=note, prepared=prepared)
        audit.write(moderator, "schedule", f"contribution/{submission.pk}")


def publish_due(day: datetime.date) -> tuple[int, int]:
    """Publish what was accepted for this day or before; (how many, how many went back).

    What changed meanwhile in a way that a person must settle waits in the queue again.
    """
    done = back = 0
    due = Submission.objects.filter(state=State.SCHEDULED, not_before__lte=day)
    for submission in due.order_by("not_before", "id"):
        try:
            _publish_prepared(submission, day)
            done += 1
        except NOT_POSSIBLE:
            submission.refresh_from_db()  # what the transaction had changed was rolled back
            move(
                submission, submission.version, State.RECEIVED, None, before=(State.SCHEDULED,),
                lane=Submission.Lane.HARD, prepared=None,
            )  # fmt: skip
            back += 1
    return done, back


def _rehearse(submission: Submission, edits: dict[int, Edit], files: dict) -> None:
    """Publish inside a savepoint and take it back: what cannot be published is told now."""
    point = transaction.savepoint()
    try:
        DataVersion.advance()
        publish(submission, edits, timezone.localdate(), files)
    finally:
        transaction.savepoint_rollback(point)


def _publish_prepared(submission: Submission, day: datetime.date) -> None:
    prepared = submission.prepared
    edits = {int(n): Edit.from_json(kept) for n, kept in prepared["edits"].items()}
    words = Said(*prepared["said"])
    with transaction.atomic():
        DataVersion.advance()
        move(
            submission, submission.version, final_state(edits), None, words,
            before=(State.SCHEDULED,), prepared=None,
        )  # fmt: skip
        revisions = publish(submission, edits, day, dict(prepared["files"]))
        log.write(Decision.Kind.ACCEPTED, words, submission=submission, revisions=revisions)
