"""Merging two records of a kind: the old address leads to the new one; it can be undone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import history
from cases.intake.models import Operation
from cases.kinds import KINDS
from cases.models import DataVersion, Decision, Entry

from . import audit, log
from .relink import linking, put_back, relink, with_link_replaced


class CannotMerge(Exception):
    """Why two records cannot be merged, in words for the moderator."""


def what_moves(source: Entry, target: Entry) -> list[Entry]:
    """The records whose links will point to `target`."""
    return [entry for entry in linking(source) if entry.pk != target.pk]


def merge_records(source: Entry, target: Entry, moderator, reason: str) -> Operation:
    """Merge `source` into `target`: links and names move, the address redirects.

    What the target states stays as it is but for its aliases; what only the source stated is
    kept in the operation, to be added by an edit. Raises CannotMerge or history.Refused.
    """
    with transaction.atomic():
        DataVersion.advance()
        source, target = _locked(source), _locked(target)
        _check(source, target)
        day, state = timezone.localdate(), history.current_state(source)
        relinked = relink(source, target, day)
        relinked.append(_with_names(source, target, state, day))
        # First where it leads: what forgets the record brings the texts that name it up to date.
        Entry.objects.filter(pk=source.pk).update(merged_into=target)
        history.forget(source)
        log.write(Decision.Kind.MERGED, records=len(relinked), kinds=source.kind, reason=reason)
        audit.write(moderator, "merge", source.reference, f"into {target.reference}")
        return Operation.objects.create(
            kind=Operation.Kind.MERGE, record=source.reference, title=source.title,
            into=target.reference, reason=reason, state=state, relinked=relinked,
            moderator=moderator, day=day,
        )  # fmt: skip


def undo_merge(operation: Operation, moderator) -> None:
    """Both records stand again, and the links point where they did."""
    with transaction.atomic():
        DataVersion.advance()
        day = timezone.localdate()
        kind, slug = operation.record.split("/", 1)
        source = Entry.objects.select_for_update().get(kind=kind, slug=slug)
        if not claim_undo(operation, day):
            return
        Entry.objects.filter(pk=source.pk).update(merged_into=None)
        source.refresh_from_db()
        history.write(source, operation.state, day)
        put_back(operation.relinked, day)
        log.write(
            Decision.Kind.RESTORED, kinds=kind, records=1 + len(operation.relinked),
            reason=operation.reason,
        )  # fmt: skip
        audit.write(moderator, "undo merge", operation.record, f"from {operation.into}")


def claim_undo(operation: Operation, day) -> bool:
    """One UPDATE that only one of two simultaneous undos can win."""
    if not operation.can_be_undone:
        return False
    undone = Operation.objects.filter(pk=operation.pk, undone_on=None).update(undone_on=day)
    return bool(undone)


def _locked(entry: Entry) -> Entry:
    return Entry.objects.select_for_update().get(pk=entry.pk)


def _check(source: Entry, target: Entry) -> None:
    if source.pk == target.pk or source.kind != target.kind:
        raise CannotMerge(_("Choose another record of the same kind."))
    if not (source.is_live and target.is_live):
        raise CannotMerge(_("One of the two was merged or withdrawn already."))
    if source.kind == "place" and source.place.is_reference:
        raise CannotMerge(_("A place of the official list stays; merge the other one into it."))


def _with_names(source: Entry, target: Entry, state: dict, day) -> list:
    """Give the target the names of the source as aliases, and the replies that it carried."""
    before = with_link_replaced(target.kind, history.current_state(target), source, None)
    label = KINDS[source.kind].label_field
    names = [state[label], *state["aliases"]]
    known = [before.get(label), *before["aliases"]]
    aliases = before["aliases"] + [name for name in names if name not in known]
    replies = before["replies"] + state["replies"]  # a reply stands where its subject went
    after = before | {"aliases": list(dict.fromkeys(aliases)), "replies": replies}
    history.write(target, after, day)
    return [target.reference, before, after]
