"""Withdrawing a record: a tombstone stays, links to it are cleared; it can be undone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import history
from cases.intake.models import Operation
from cases.models import DataVersion, Decision, Entry, Revision

from .merge import claim_undo
from .relink import put_back, relink

KEPT = ("sequence", "snapshot", "salts")


class CannotWithdraw(Exception):
    """Why a record cannot be withdrawn, in words for the moderator."""


def withdraw(entry: Entry, moderator, reason: str) -> Operation:
    """Take a record and its revisions away from the public; its address answers 410.

    The revisions are kept away from public tables, so that undoing restores them; the chain
    of digests holds, for it is made of commitments. Raises CannotWithdraw, or
    history.Refused when another record cannot do without this one.
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
        history.forget(entry)
        history.hide_revisions(entry)
        Entry.objects.filter(pk=entry.pk).update(withdrawn_on=day, title="", title_en="")
        operation.save()
        Decision.objects.create(
            kind=Decision.Kind.WITHDRAWN, day=day, days_waited=0, reason=reason,
            records=1 + len(operation.relinked), kinds=entry.kind,
        )  # fmt: skip
        return operation


def undo_withdrawal(operation: Operation) -> None:
    """The record, its history and the links to it stand again."""
    with transaction.atomic():
        DataVersion.advance()
        day = timezone.localdate()
        kind, slug = operation.record.split("/", 1)
        entry = Entry.objects.select_for_update().get(kind=kind, slug=slug)
        if not claim_undo(operation, day):
            return
        Entry.objects.filter(pk=entry.pk).update(withdrawn_on=None, title=operation.title)
        entry.refresh_from_db()
        history.show_revisions(operation.revisions)
        history.write(entry, operation.state, day)
        put_back(operation.relinked, day)
        Decision.objects.create(
            kind=Decision.Kind.RESTORED, day=day, days_waited=0, kinds=kind,
            records=1 + len(operation.relinked), reason=operation.reason,
        )  # fmt: skip
