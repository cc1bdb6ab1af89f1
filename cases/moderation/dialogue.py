"""The dialogue under a receipt: the contributor answers, corrects or withdraws, by code alone."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.intake.models import Change, FormerVersion, Message, Submission, Transition

from .decide import AlreadyDecided
from .submit import Proposal, changes_of, derived_from, payload_hash

MOST_MESSAGES = 50
MOST_CORRECTIONS = 20
State, Lane = Submission.State, Submission.Lane


class TooMany(Exception):
    """The dialogue is full."""


def answer(submission: Submission, text: str) -> Message:
    """Add what the contributor writes; the contribution moves to the lane of answers.

    Raises AlreadyDecided when it waits no longer, TooMany beyond fifty messages.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        _claim(submission, **_back_in_the_queue(locked))
        if submission.messages.count() >= MOST_MESSAGES:
            raise TooMany
        return _say(submission, text)


def withdraw(submission: Submission) -> None:
    """The contributor takes back what is not public: it waits, or its day is still to come."""
    with transaction.atomic():
        _claim(
            submission, before=(*Submission.OPEN, State.SCHEDULED), state=State.WITHDRAWN,
            decided_on=timezone.localdate(), claimed_by=None, claimed_until=None, prepared=None,
        )  # fmt: skip


def correct(submission: Submission, proposals: list[Proposal], **columns) -> None:
    """Put `proposals` in the place of what was sent, and keep that for the moderators.

    `columns` are those of Submission that follow from what is sent now. The same content sent
    twice is one correction. Raises AlreadyDecided when it waits no longer, or changed at the
    same instant; TooMany beyond twenty corrections.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        told = {name: columns[name] for name in ("basis", "basis_note", "delay_weeks")}
        same = all(getattr(locked, name) == value for name, value in told.items())
        if same and locked.payload_hash == payload_hash(proposals) and locked.is_open:
            return
        if locked.former.count() >= MOST_CORRECTIONS:
            raise TooMany
        former = _as_it_stands(locked)
        if locked.state == State.ASKED or locked.lane == Lane.DOORS:
            columns |= _back_in_the_queue(locked)
        _claim(submission, version=locked.version, **columns, **derived_from(proposals))
        former.save()
        locked.changes.all().delete()
        Change.objects.bulk_create(changes_of(submission, proposals))
        with override(settings.LANGUAGE_CODE):
            _say(submission, _("I corrected what I sent."))


def _back_in_the_queue(submission: Submission) -> dict:
    """State and lane of what its sender wrote about; a complaint stays where its deadline shows.

    Junk does not become an answer by writing again, unless a moderator asked for one.
    """
    asked = submission.state == State.ASKED
    stays = submission.lane == Lane.DOORS or (
        not asked and submission.lane in (Lane.JUNK, Lane.BUSY)
    )
    lane = submission.lane if stays else Lane.ANSWERED
    return {"lane": lane, "state": State.RECEIVED if asked else submission.state}


def _as_it_stands(submission: Submission) -> FormerVersion:
    fields = ("kind", "target", "title", "data", "base")
    return FormerVersion(
        submission=submission, number=submission.version, day=timezone.localdate(),
        basis=submission.basis, basis_note=submission.basis_note,
        changes=list(submission.changes.values(*fields)),
    )  # fmt: skip


def _say(submission: Submission, text: str) -> Message:
    return Message.objects.create(
        submission=submission, author=Message.Author.CONTRIBUTOR, text=text,
        day=timezone.localdate(),
    )  # fmt: skip


def _claim(
    submission: Submission, version: int | None = None, before=Submission.OPEN, **columns
) -> None:
    """One UPDATE, which a decision made at the same instant makes impossible."""
    open_ = Submission.objects.filter(pk=submission.pk, state__in=before)
    if version is not None:
        open_ = open_.filter(version=version)
    was = open_.values_list("state", flat=True).first()
    if not open_.filter(state=was).update(version=F("version") + 1, **columns):
        raise AlreadyDecided
    after = columns.get("state", was)
    if after != was:
        Transition.objects.create(
            submission=submission, before=was, after=after, day=timezone.localdate()
        )
    submission.refresh_from_db()
