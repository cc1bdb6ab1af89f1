"""Deciding on a contribution: accept, ask, refuse. Accepting is the one door to public tables."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases import history
from cases.diffs import merge
from cases.forms.fields import EntryField
from cases.intake.models import Change, Message, Submission
from cases.kinds import KINDS
from cases.models import DataVersion, Decision, Entry, Revision
from cases.snapshots import differences
from cases.text import fold

from . import log


class AlreadyDecided(Exception):
    """Somebody else decided, or the contribution changed, since it was read."""


class Conflict(Exception):
    """Fields that changed since the proposal was made, and that a person must settle."""

    def __init__(self, change: Change, fields: tuple[str, ...]):
        super().__init__(f"{change}: {', '.join(fields)}")
        self.change, self.fields = change, fields


class NothingLeft(Exception):
    """Every record of the contribution was left out: that is a refusal, which has a reason."""


class TargetGone(Exception):
    """The record to edit was merged or withdrawn meanwhile."""

    def __init__(self, change: Change, entry: Entry | None):
        super().__init__(str(change))
        self.change, self.entry = change, entry


@dataclass(frozen=True)
class Edit:
    """What a moderator made of one change: a whole state, and the revision it was read at."""

    state: dict
    base: dict
    skip: bool = False
    left: tuple[str, ...] = ()  # proposed fields that the moderator left out


def accept(
    submission: Submission, version: int, moderator, edits=None, reason=""
) -> list[Revision]:
    """Publish a contribution in one transaction; all of its records or none.

    `version` is the one the moderator read; `edits` maps positions to `Edit`s. Raises
    AlreadyDecided, Conflict, TargetGone, or history.Refused, and then nothing is written.
    """
    edits = edits or {}
    with transaction.atomic():
        DataVersion.advance()
        partly = any(edit.skip or edit.left for edit in edits.values())
        final = Submission.State.PARTLY if partly else Submission.State.ACCEPTED
        _take(submission, version, final, moderator, reason)
        day, made, revisions = timezone.localdate(), {}, []
        for change in submission.changes.all():
            edit = edits.get(change.position)
            if edit and edit.skip:
                continue
            entry = _entry_of(change)
            made[change.position] = entry
            state = _with_tags(_resolved(change.kind, _state(change, entry, edit), made), day)
            revisions.append(history.write(entry, state, day))
            change.result = entry.slug
            change.save(update_fields=["result"])
        if not revisions:
            raise NothingLeft
        _log(submission, Decision.Kind.ACCEPTED, reason, revisions)
    return revisions


def refuse(
    submission: Submission, version: int, moderator, reason: str,
    state=Submission.State.REFUSED, ground: str = "",
) -> None:  # fmt: skip
    """Turn down, with a reason that the contributor and the public log show.

    `state` says how: refused, a duplicate, or junk, which the public log only counts. `ground` is
    the class of the reason, a value of cases.models.Ground.
    """
    with transaction.atomic():
        DataVersion.advance()
        _take(submission, version, state, moderator, reason)
        shown = "" if state == Submission.State.SPAM else reason
        _log(submission, Decision.Kind(state), shown, [], ground=ground)


def settle(submission: Submission, version: int, moderator, state: str, facts: str, **logged):
    """Decide on what proposes no record, such as a complaint, in the caller's transaction.

    `facts` are for the sender alone; `logged` are the columns of the public line. Raises
    AlreadyDecided.
    """
    DataVersion.advance()
    _take(submission, version, state, moderator, facts)
    granted = state == Submission.State.ACCEPTED
    kind = Decision.Kind.GRANTED if granted else Decision.Kind(state)
    log.write(kind, submission=submission, **logged)


def reopen(submission: Submission, version: int, moderator) -> None:
    """Undo a refusal: the contribution waits again, with all it held."""
    with transaction.atomic():
        DataVersion.advance()
        reopened = Submission.objects.filter(
            pk=submission.pk, version=version, state__in=Submission.TURNED_DOWN
        ).update(
            state=Submission.State.RECEIVED, version=F("version") + 1, decided_by=moderator,
            decided_on=None, reason="",
        )  # fmt: skip
        if not reopened:
            raise AlreadyDecided
        _log(submission, Decision.Kind.REOPENED, "", [])


def ask(submission: Submission, version: int, moderator, question: str) -> None:
    """Ask the contributor something; the contribution stays in the queue."""
    with transaction.atomic():
        DataVersion.advance()
        _take(submission, version, Submission.State.ASKED, moderator, question)
        Message.objects.create(
            submission=submission, author=Message.Author.MODERATOR, text=question,
            day=timezone.localdate(),
        )  # fmt: skip


def _take(submission, version, state, moderator, reason) -> None:
    """One UPDATE that only one of two simultaneous decisions can win."""
    final = state not in Submission.OPEN
    taken = Submission.objects.filter(
        pk=submission.pk, version=version, state__in=Submission.OPEN
    ).update(
        state=state,
        version=F("version") + 1,
        decided_by=moderator,
        decided_on=timezone.localdate() if final else None,
        reason=reason,
    )
    if not taken:
        raise AlreadyDecided
    submission.refresh_from_db()


def _entry_of(change: Change) -> Entry:
    if change.is_new:
        return history.allocate(KINDS[change.kind], change.title, change.wanted_slug)
    entry = Entry.objects.select_for_update().filter(kind=change.kind, slug=change.target).first()
    if entry is None or not entry.is_live:
        raise TargetGone(change, entry)
    return entry


def _state(change: Change, entry: Entry, edit: Edit | None) -> dict:
    """The whole state to write: the current one with the proposal merged in."""
    if change.is_new:
        return edit.state if edit else change.data
    current = history.current_state(entry)
    if edit:
        result = merge(edit.base, current, differences(edit.base, edit.state))
    else:
        result = merge(change.base, current, change.data)
    if result.conflicts:
        raise Conflict(change, result.conflicts)
    return result.merged


def _resolved(kind: str, state: dict, made: dict[int, Entry]) -> dict:
    """The state with each `@n` replaced by the record that change n made.

    A row about a record that was left out of the contribution goes with it.
    """
    form = KINDS[kind].form
    done = state | _resolve(form.base_fields, state, made)
    for rows in form.ROWS:
        fields = rows.form.base_fields
        listed = [(row, _resolve(fields, row, made)) for row in state.get(rows.name, [])]
        done[rows.name] = [row | links for row, links in listed if not _lost(row, links)]
    return done


def _resolve(fields: dict, values: dict, made: dict[int, Entry]) -> dict:
    """The link fields among `values`, with addresses for `@n`; "" where n was left out."""

    def settle(value):
        if isinstance(value, list):
            return [part for part in map(settle, value) if part]
        if value and value.startswith("@"):
            entry = made.get(int(value[1:]))
            return entry.reference if entry else ""
        return value

    links = {name for name, field in fields.items() if isinstance(field, EntryField)}
    return {name: settle(value) for name, value in values.items() if name in links}


def _lost(row: dict, links: dict) -> bool:
    return any(row[name] and not address for name, address in links.items())


def _with_tags(state: dict, day) -> dict:
    """Make the tags that do not exist yet: accepting creates a tag, submitting never does."""
    keys = []
    for name in state.get("tags", []):
        known = Entry.objects.live().filter(kind="tag", names__folded=fold(name)).first()
        if known is None:
            known = Entry.objects.live().filter(kind="tag", slug=name).first()
        if known is None:
            known = history.allocate(KINDS["tag"], name)
            history.write(known, {"name": name}, day)
        keys.append(known.slug)
    return {**state, "tags": sorted(set(keys))}


def _log(submission, kind: str, reason: str, revisions: list[Revision], ground="") -> None:
    log.write(kind, submission=submission, revisions=revisions, reason=reason, ground=ground)
