"""Withdrawing a record: a tombstone stays, links to it are cleared; it can be undone.

One moderator hides at once; a second one confirms it later, or undoes it.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import history
from cases.intake.models import Operation
from cases.models import DataVersion, Decision, Entry, Ground, Revision

from . import audit, log
from .merge import claim_undo
from .relink import put_back, relink

KEPT = ("sequence", "snapshot", "salts")
# What the tombstone may say of why; the other grounds are those of refusals.
GROUNDS = (Ground.PERSONAL, Ground.ILLEGAL, Ground.ERROR, Ground.OTHER)


class CannotWithdraw(Exception):
    """Why a record cannot be withdrawn, in words for the moderator."""


class CannotConfirm(Exception):
    """Why a withdrawal cannot be confirmed, in words for the moderator."""


def withdraw(entry: Entry, moderator, reason: str, ground: str = Ground.OTHER) -> Operation:
    """Take a record and its revisions away from the public; its address answers 410.

    The revisions are kept away from public tables, so that undoing restores them; the chain of
    digests holds, for it is made of commitments. `reason` stands in the public log, `ground` (one
    of GROUNDS) there and on the tombstone. Raises CannotWithdraw, or history.Refused when another
    record cannot do without this one.
    """
    with transaction.atomic():
        DataVersion.advance()
        entry = Entry.objects.select_for_update().get(pk=entry.pk)
        if not entry.is_live:
            raise CannotWithdraw(_("This record was merged or withdrawn already."))
        if entry.kind == "place" and entry.place.is_reference:
            raise CannotWithdraw(_("A place of the official list cannot be withdrawn."))
        day, state = timezone.localdate(), history.current_state(entry)
        operation = Operation(
            kind=Operation.Kind.WITHDRAWAL, record=entry.reference, title=entry.title,
            reason=reason, state=state, moderator=moderator, day=day,
        )  # fmt: skip
        operation.relinked = relink(entry, None, day)
        operation.revisions = list(Revision.objects.filter(entry=entry).values(*KEPT))
        Entry.objects.filter(pk=entry.pk).update(
            withdrawn_on=day, withdrawn_ground=ground, title="", title_en=""
        )
        history.forget(entry)
        history.hide_revisions(entry)
        operation.save()
        _log(Decision.Kind.WITHDRAWN, operation, reason, ground)
        audit.write(moderator, "withdraw", entry.reference, ground)
        return operation


def confirm(operation: Operation, moderator) -> None:
    """The second pair of eyes: it was right to withdraw this.

    One UPDATE, which neither the person who withdrew it nor a third one can win. Raises
    CannotConfirm.
    """
    with transaction.atomic():
        DataVersion.advance()
        others = Operation.objects.to_confirm().exclude(moderator=moderator)
        confirmed = others.filter(pk=operation.pk).update(
            confirmed_by=moderator, confirmed_on=timezone.localdate()
        )
        if not confirmed:
            raise CannotConfirm(_("Somebody else than the person who withdrew it confirms, once."))
        entry = _entry_of(operation)
        _log(Decision.Kind.CONFIRMED, operation, "", entry.withdrawn_ground)
        audit.write(moderator, "confirm withdrawal", operation.record)


def undo_withdrawal(operation: Operation, moderator) -> None:
    """The record, its history and the links to it stand again."""
    with transaction.atomic():
        DataVersion.advance()
        day = timezone.localdate()
        entry = _entry_of(operation)
        if not claim_undo(operation, day):
            return
        Entry.objects.filter(pk=entry.pk).update(
            withdrawn_on=None, withdrawn_ground="", title=operation.title
        )
        entry.refresh_from_db()
        history.show_revisions(operation.revisions)
        history.write(entry, operation.state, day)
        put_back(operation.relinked, day)
        _log(Decision.Kind.RESTORED, operation, operation.reason)
        audit.write(moderator, "undo withdrawal", operation.record)


def _entry_of(operation: Operation) -> Entry:
    kind, slug = operation.record.split("/", 1)
    return Entry.objects.select_for_update().get(kind=kind, slug=slug)


def _log(kind: str, operation: Operation, reason: str, ground: str = "") -> None:
    log.write(
        kind, kinds=operation.record.split("/", 1)[0], records=1 + len(operation.relinked),
        reason=reason, ground=ground,
    )  # fmt: skip
