"""Writing the records of an accepted contribution: all of them, or none."""

from dataclasses import asdict, dataclass

from django.db import connection

from cases import history
from cases.diffs import merge
from cases.forms.fields import EntryField
from cases.intake.models import Change, Submission
from cases.kinds import KINDS
from cases.models import Entry, Record, Revision
from cases.snapshots import differences, snapshot

from .publish_files import Publication
from .writing import Writing

# Run once for each change: of a thousand, the ORM would write one statement as long as all of them.
RESULT = "UPDATE intake_change SET result = %s WHERE id = %s"


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
    """What a moderator made of one change: a whole state, and the revision it was read at.

    `skip` leaves the record out; `existing` (kind/slug) names the record of the register that
    stands for it; `left` lists proposed fields that the moderator left out.
    """

    state: dict
    base: dict
    skip: bool = False
    left: tuple[str, ...] = ()
    existing: str = ""

    @property
    def is_partial(self) -> bool:
        """True when something proposed is not published."""
        return self.skip or bool(self.left)

    def as_json(self) -> dict:
        """Plain values, to be kept until the day of publication."""
        return asdict(self) | {"left": list(self.left)}

    @classmethod
    def from_json(cls, kept: dict) -> "Edit":
        """The edit that `as_json` wrote."""
        return cls(**kept | {"left": tuple(kept["left"])})


def publish(
    submission: Submission, edits: dict[int, Edit], day, files: dict | None = None, moderator=None
) -> list[Revision]:
    """Write each record of the contribution in order, inside the caller's transaction.

    `files` maps the places of its files to their sources (see publish_files). Raises Conflict,
    TargetGone, NothingLeft, or history.Refused: the caller rolls back.
    """
    made: dict[int, Entry] = {}
    skipped = {position for position, edit in edits.items() if edit.skip}
    mapped = {position: edit.existing for position, edit in edits.items() if edit.existing}
    shown = Publication(submission, files or {}, skipped, mapped)
    new = [(change.kind, _proposed(change, edits)) for change in shown.changes if change.is_new]
    writing = Writing(day)
    writing.expect([(c.kind, c.title, c.wanted_slug) for c in shown.changes if c.is_new], new)
    for change in shown.changes:
        known = mapped.get(change.position, "")
        entry = _existing(change, known) if known else _entry_of(change, writing)
        made[change.position] = entry  # before its state is read: a record may name itself
        if not known:
            stored = history.read(entry)
            state = shown.added(change, _state(change, stored, edits.get(change.position)))
            state = _resolved(change.kind, state, made)
            writing.write(entry, state | {"tags": writing.tags(state.get("tags", []))}, stored)
        change.result = entry.slug
    writing.flush()
    if not writing.revisions:
        raise NothingLeft
    _store_results(shown.changes)
    shown.finish(moderator)
    return writing.revisions


def _store_results(changes: list[Change]) -> None:
    """The addresses that the records of the contribution were given."""
    with connection.cursor() as cursor:
        cursor.executemany(RESULT, [(change.result, change.pk) for change in changes])


def _existing(change: Change, reference: str) -> Entry:
    """The published record that stands for a proposed one."""
    kind, _slash, slug = reference.partition("/")
    entry = Entry.objects.live().filter(kind=kind, slug=slug).first()
    if entry is None or kind != change.kind:
        raise TargetGone(change, entry)
    return entry


def _entry_of(change: Change, writing: Writing) -> Entry:
    if change.is_new:
        return writing.allocate(change.kind, change.title, change.wanted_slug)
    entry = Entry.objects.select_for_update().filter(kind=change.kind, slug=change.target).first()
    if entry is None or not entry.is_live:
        raise TargetGone(change, entry)
    return entry


def _proposed(change: Change, edits: dict[int, Edit]) -> dict:
    """The whole state of a new record, as proposed or as a moderator made it."""
    edit = edits.get(change.position)
    return edit.state if edit else change.data


def _state(change: Change, stored: Record | None, edit: Edit | None) -> dict:
    """The whole state to write: the current one with the proposal merged in."""
    if change.is_new:
        return edit.state if edit else change.data
    current = snapshot(stored, KINDS[change.kind].form) if stored else {}
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
