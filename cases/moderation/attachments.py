"""Files under a receipt: added, removed, masked, refused. The original is never stored."""

from django.db import transaction
from django.db.models import Case, F, Max, Q, Value, When
from django.utils import timezone

from cases.evidence import sandbox, storage
from cases.evidence.cleaned import Cleaned
from cases.evidence.grid import Grid
from cases.evidence.limits import check_count
from cases.intake.models import Attachment, Submission

from . import audit
from .decide import AlreadyDecided
from .orphans import erase_if_orphan

State = Attachment.State


class Changed(Exception):
    """The file is no longer the one that was shown: masked, refused or removed meanwhile."""


def add(submission: Submission, data: bytes, caption: str = "") -> tuple[Attachment, bool]:
    """Clean a file and put it under the receipt; whether it is new there (sent twice, it is one).

    On return the file and its row are on the disk. Raises limits.Refused (NoSpace among them),
    or AlreadyDecided when the contribution waits no longer.
    """
    if not submission.is_open:
        raise AlreadyDecided
    check_count(submission.attachments.count() + 1)
    storage.check_room(len(data))
    cleaned = sandbox.clean(data)
    with storage.locked():
        name = storage.store(cleaned)
        try:
            with transaction.atomic():
                known = submission.attachments.filter(name=name).first()
                return (
                    (known, False) if known else (_added(submission, name, cleaned, caption), True)
                )
        finally:
            erase_if_orphan(name)


def remove(submission: Submission, position: int) -> None:
    """The sender takes a file back: row and file go. Raises AlreadyDecided, or Changed."""
    with storage.locked():
        with transaction.atomic():
            _claim(submission)
            attachment = submission.attachments.filter(position=position).first()
            if attachment is None:
                raise Changed
            Attachment.objects.filter(pk=attachment.pk).delete()
        erase_if_orphan(attachment.name)


def mask(attachment: Attachment, name: str, grid: Grid, ticked, moderator=None) -> int:
    """Black out the ticked squares for good; how many. The picture without them is erased.

    `name` is the file that was shown, and `moderator` is None for the sender. Raises Changed,
    AlreadyDecided, limits.Refused.
    """
    squares = grid.squares(ticked)
    if not squares or attachment.name != name or attachment.state != State.RECEIVED:
        raise Changed
    try:
        cleaned = sandbox.black_out(storage.read(name), squares, *grid.whole)
    except FileNotFoundError:
        raise Changed from None
    replace(attachment, name, cleaned, f"{len(squares)} squares", moderator)
    return len(squares)


def replace(attachment: Attachment, name: str, cleaned: Cleaned, detail: str, moderator) -> None:
    """Put a blacked-out copy in the place of the file that was shown, which is erased.

    Raises Changed or AlreadyDecided, and then the file stays as it was.
    """
    if attachment.name != name or attachment.state != State.RECEIVED:
        raise Changed
    with storage.locked():
        masked = storage.store(cleaned)
        try:
            with transaction.atomic():
                _claim(attachment.submission, moderator)
                columns = {"name": masked, "size": len(cleaned.data), "masked": True}
                _change(attachment, moderator, "file-masked", detail, **columns)
        finally:
            erase_if_orphan(masked)
        erase_if_orphan(name)


def refuse(attachment: Attachment, moderator, reason: str) -> None:
    """Refuse one file with a reason that the sender reads; the rest of the contribution stays."""
    with transaction.atomic():
        _claim(attachment.submission, moderator)
        _change(attachment, moderator, "file-refused", "", state=State.REFUSED, reason=reason)


def reinstate(attachment: Attachment, moderator) -> None:
    """Undo the refusal of a file."""
    with transaction.atomic():
        _claim(attachment.submission, moderator)
        if attachment.state != State.REFUSED:
            raise Changed
        attachment.state = State.RECEIVED
        Attachment.objects.filter(pk=attachment.pk).update(state=State.RECEIVED, reason="")
        _log(attachment, moderator, "file-reinstated", "")


def describe(attachment: Attachment, moderator, caption: str) -> None:
    """Give a file the caption that will be published."""
    with transaction.atomic():
        _claim(attachment.submission, moderator)
        _change(attachment, moderator, "file-caption", "", caption=caption)


def _added(submission: Submission, name: str, cleaned: Cleaned, caption: str) -> Attachment:
    _claim(submission)
    listed = submission.attachments.all()
    check_count(listed.count() + 1)
    last = listed.aggregate(last=Max("position"))["last"]
    return Attachment.objects.create(
        submission=submission, position=1 if last is None else last + 1, name=name,
        type=cleaned.type.value, size=len(cleaned.data), width=cleaned.width,
        height=cleaned.height, pages=cleaned.pages, removed=cleaned.removed, caption=caption,
        day=timezone.localdate(),
    )  # fmt: skip


def _claim(submission: Submission, moderator=None) -> None:
    """One UPDATE, which a decision made at the same instant makes impossible.

    What the sender does counts as an answer and makes a new version, so that a moderator who
    read the one before is told. What a moderator does leaves the version: only files that are
    received are published, and as they then are.
    """
    waiting = Submission.objects.filter(pk=submission.pk, state__in=Submission.OPEN)
    if moderator:
        taken = waiting.update(version=F("version"))
    else:
        answers = Q(state__in=(Submission.State.ASKED, Submission.State.REVIEW))
        moves = answers & ~Q(lane=Submission.Lane.DOORS)  # what has a deadline stays with those
        taken = waiting.update(
            version=F("version") + 1,
            lane=Case(When(moves, then=Value(Submission.Lane.ANSWERED)), default=F("lane")),
            state=Case(When(answers, then=Value(Submission.State.RECEIVED)), default=F("state")),
        )
    if not taken:
        raise AlreadyDecided
    submission.refresh_from_db()


def _change(attachment: Attachment, moderator, action: str, detail: str, **columns) -> None:
    """Change a file that is still the one that was shown, and log it."""
    same = Attachment.objects.filter(
        pk=attachment.pk, name=attachment.name, state__in=(State.RECEIVED, State.REFUSED)
    )
    if not same.update(**columns):
        raise Changed
    _log(attachment, moderator, action, detail)
    attachment.refresh_from_db()


def _log(attachment: Attachment, moderator, action: str, detail: str) -> None:
    if moderator:
        where = f"contribution/{attachment.submission_id}/file/{attachment.position}"
        audit.write(moderator, action, where, detail)
