"""The dialogue under a receipt: the contributor answers or withdraws, with the code alone."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.intake.models import Message, Submission

from .decide import AlreadyDecided

MOST_MESSAGES = 50


class TooMany(Exception):
    """The dialogue is full."""


def answer(submission: Submission, text: str) -> Message:
    """Add what the contributor writes; the contribution moves to the lane of answers.

    Raises AlreadyDecided when it waits no longer, TooMany beyond fifty messages.
    """
    with transaction.atomic():
        _claim(submission, state=Submission.State.RECEIVED, lane=Submission.Lane.ANSWERED)
        if submission.messages.count() >= MOST_MESSAGES:
            raise TooMany
        return Message.objects.create(
            submission=submission, author=Message.Author.CONTRIBUTOR, text=text,
            day=timezone.localdate(),
        )  # fmt: skip


def withdraw(submission: Submission) -> None:
    """The contributor takes the contribution back; what waits is never published."""
    with transaction.atomic():
        _claim(submission, state=Submission.State.WITHDRAWN, decided_on=timezone.localdate())


def _claim(submission: Submission, **columns) -> None:
    """One UPDATE, which a decision made at the same instant makes impossible."""
    taken = Submission.objects.filter(pk=submission.pk, state__in=Submission.OPEN).update(
        version=F("version") + 1, **columns
    )
    if not taken:
        raise AlreadyDecided
    submission.refresh_from_db()
