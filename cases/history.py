"""The writer of records: the one place where a public record, its rows and its revision are saved.

Only `moderation.decide` calls `write`, inside its transaction; a test holds that.
"""

import datetime
import hashlib
import json
import secrets
from collections.abc import Callable

from cases import derived, record_store
from cases.derived import making
from cases.derived.steps import Step
from cases.forms.base import RecordForm
from cases.forms.known import Known
from cases.kinds import KINDS
from cases.made import Made, Stored
from cases.models import Entry, Record, Revision
from cases.snapshots import form_data, linked_entries, snapshot, whole

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
# The commitment to `kind/slug`; no field of a form has this name.
ADDRESS = "@address"
TOGETHER = 500  # revisions in one statement


class Refused(Exception):
    """A record that its form does not accept; `form` holds the errors."""

    def __init__(self, form: RecordForm):
        super().__init__("; ".join(f"{label}: {' '.join(m)}" for _i, label, m in form.all_errors()))
        self.form = form


def write(entry: Entry, state: dict, day: datetime.date, known: Known | None = None) -> Revision:
    """Make the record of `entry` state exactly `state`, and add the revision that says so.

    `state` is a whole snapshot without `@n`. Raises Refused when the form of the kind does
    not accept it, and then nothing may be kept: the caller rolls back.
    """
    known = known or Known()
    [revision] = write_together([prepare(entry, state, known)], day, known)
    return revision


def prepare(entry: Entry, state: dict, known: Known, stored: Record | None = None) -> Made:
    """The record of `entry` as its form accepts this state, not written. Raises Refused.

    `stored` is the record as `read` gives it, where the caller read it already.
    """
    kind = KINDS[entry.kind]
    record, there = stored or read(entry), None
    if record:
        there = Stored.of(record, kind.form.ROWS)
        known.learn(linked_entries(record, kind.form))
    else:
        record = kind.model(entry=entry, version=last_number(entry))
        # Its form need not ask for the links of a record that is not there.
        record._prefetched_objects_cache = {f.name: [] for f in record._meta.many_to_many}
    known.read(kind.form, [state])
    form = kind.form(form_data(state, kind.form), instance=record, known=known)
    if not form.is_valid():
        raise Refused(form)
    return Made.of(form, known.tags(form.cleaned_data["tags"]), there)


def write_together(made: list[Made], day: datetime.date, known: Known) -> list[Revision]:
    """Write prepared records of which none needs another to be there; their revisions, in order."""
    before = [last_state(one.entry) for one in made]
    revisions = store(made, day)
    derived.follow(
        [
            Step(revision.entry, state, revision.snapshot)
            for state, revision in zip(before, revisions, strict=True)
        ]
    )
    for one in made:
        one.release()
    known.tell(revision.entry for revision in revisions)
    return revisions


def store(made: list[Made], day: datetime.date, salt: Callable | None = None) -> list[Revision]:
    """Store records with what derives from them, and their revisions; others do not follow yet.

    `salt` makes each salt of the revisions.
    """
    for one in made:
        one.hold(KINDS[one.entry.kind].form.ROWS)
        one.record.before_save()
    rows = making.make([one.record for one in made])
    last = Revision.objects.order_by("-sequence").only("sequence", "digest").first()
    revisions = []
    for one in made:
        last = _next_revision(one.record, day, last, salt or _salt)
        revisions.append(last)
    record_store.store(made, rows)
    Revision.objects.bulk_create(revisions, TOGETHER)
    return revisions


def read(entry: Entry) -> Record | None:
    """The stored record with what its form and its snapshot ask of it, in a few queries."""
    kind = KINDS[entry.kind]
    if entry._state.adding:
        return None
    return whole(kind.model.objects.filter(pk=entry.pk), kind.form).first()


def last_state(entry: Entry) -> dict:
    """What the last revision of an entry states; empty before the first, or where it is hidden."""
    if entry._state.adding:
        return {}
    states = Revision.objects.filter(entry=entry).order_by("-number")
    return states.values_list("snapshot", flat=True).first() or {}


def last_number(entry: Entry) -> int:
    """The number of the last revision: a record restored goes on counting from there."""
    if entry._state.adding:
        return 0
    last = Revision.objects.filter(entry=entry).order_by("-number").first()
    return last.number if last else 0


def forget(entry: Entry) -> None:
    """Remove the record of an entry, its rows, names and tags; the entry stays for ever.

    Only merging and withdrawing call this, once nothing points to the record any more.
    """
    kind = KINDS[entry.kind]
    record = kind.model.objects.get(pk=entry.pk)
    entry.tags.clear()
    entry.names.all().delete()
    for rows in kind.form.ROWS:
        rows.of(record).all().delete()
    record.delete()
    Entry.objects.filter(pk=entry.pk).update(search_names="", search_text="")
    derived.follow([Step(entry, last_state(entry), {})])


def hide_revisions(entry: Entry) -> None:
    """Empty the public revisions of an entry; their commitments stay, for the chain."""
    Revision.objects.filter(entry=entry).update(snapshot={}, salts={})


def destroy(entry: Entry, field: str, sequences: list[int]) -> None:
    """Remove value and salt of one field from these revisions for good; commitments stay."""
    for revision in Revision.objects.filter(entry=entry, sequence__in=sequences):
        revision.snapshot.pop(field, None)
        revision.salts.pop(field, None)
        Revision.objects.filter(pk=revision.pk).update(
            snapshot=revision.snapshot, salts=revision.salts
        )


def show_revisions(kept: list[dict]) -> None:
    """Put back what `hide_revisions` emptied."""
    for revision in kept:
        Revision.objects.filter(sequence=revision["sequence"]).update(
            snapshot=revision["snapshot"], salts=revision["salts"]
        )


def current_state(entry: Entry) -> dict:
    """What the record states now; empty for one not yet written."""
    record = read(entry)
    return snapshot(record, KINDS[entry.kind].form) if record else {}


def commit(name: str, salt: str, value) -> str:
    """The salted commitment to the value of one field: sha256 of salt and canonical JSON."""
    return hashlib.sha256(f"{name}:{salt}{canonical(value)}".encode()).hexdigest()


def digest_of(revision: Revision, previous: str) -> str:
    """The link of the global chain, over the previous digest and each field's commitment.

    Values enter as salted commitments only, so that erasing a value and its salt leaves the
    chain whole. So does the address, under ADDRESS; revisions made before it was committed to
    have it in clear, and no number or day (docs/decisions/0011).
    """
    if ADDRESS in revision.commitments:
        about = f"{revision.number} {revision.action} {revision.day.isoformat()}"
    else:
        about = revision.entry.reference
    lines = [previous, str(revision.sequence), about, *committed_lines(revision.commitments)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def committed_lines(commitments: dict) -> list[str]:
    """`name:commitment` of each field, in the order in which the digest reads them."""
    return sorted(f"{name}:{committed}" for name, committed in commitments.items())


def canonical(value) -> str:
    """JSON with sorted keys and no spaces: the same text for the same value."""
    return _CANONICAL.encode(value)


def _next_revision(
    record: Record, day: datetime.date, last: Revision | None, salt: Callable[[], str]
) -> Revision:
    """The revision that states a record, after `last` in the chain; the record gets its number."""
    is_edit = record.version and not record._state.adding
    record.version += 1
    record.created_on = record.created_on or day
    record.edited_on = day
    state = snapshot(record, KINDS[record.entry.kind].form)
    committed = state | {ADDRESS: record.entry.reference}
    salts = {name: salt() for name in committed}
    revision = Revision(
        entry=record.entry,
        number=record.version,
        sequence=last.sequence + 1 if last else 1,
        action=Revision.Action.EDIT if is_edit else Revision.Action.CREATE,
        snapshot=state,
        salts=salts,
        commitments={name: commit(name, salts[name], value) for name, value in committed.items()},
        day=day,
    )
    revision.digest = digest_of(revision, last.digest if last else "")
    return revision


def _salt() -> str:
    return secrets.token_hex(16)
