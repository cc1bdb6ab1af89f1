"""The writer of records: the one place where a public record, its rows and its revision are saved.

Only `moderation.decide` calls `write`, inside its transaction; a test holds that.
"""

import datetime
import hashlib
import json
import secrets

from cases import derived
from cases.forms.base import RecordForm
from cases.kinds import KINDS, Kind
from cases.models import Entry, Record, Revision
from cases.snapshots import form_data, snapshot
from cases.text import slugify

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
# The commitment to `kind/slug`; no field of a form has this name.
ADDRESS = "@address"
# Addresses of the site that a record would otherwise take: its kind and slug.
RESERVED = {"page/wanted"}


class Refused(Exception):
    """A record that its form does not accept; `form` holds the errors."""

    def __init__(self, form: RecordForm):
        super().__init__("; ".join(f"{label}: {' '.join(m)}" for _i, label, m in form.all_errors()))
        self.form = form


def allocate(kind: Kind, title: str, slug: str = "") -> Entry:
    """A new identity: the wanted slug, or one made from the title, numbered until it is free."""
    wanted = slug or slugify(title)
    if wanted == slugify(""):  # a name without Latin letters: its kind stands in for it
        wanted = kind.key
    free, number = wanted, 1
    while _is_taken(kind, free):
        number += 1
        free = f"{wanted}-{number}"
    return Entry.objects.create(kind=kind.key, slug=free, title=title[:300])


def _is_taken(kind: Kind, slug: str) -> bool:
    reserved = f"{kind.key}/{slug}" in RESERVED
    return reserved or Entry.objects.filter(kind=kind.key, slug=slug).exists()


def write(entry: Entry, state: dict, day: datetime.date) -> Revision:
    """Make the record of `entry` state exactly `state`, and add the revision that says so.

    `state` is a whole snapshot without `@n`. Raises Refused when the form of the kind does
    not accept it, and then nothing may be kept: the caller rolls back.
    """
    kind = KINDS[entry.kind]
    record = kind.model.objects.filter(pk=entry.pk).first()
    action = Revision.Action.EDIT if record and record.version else Revision.Action.CREATE
    record = record or kind.model(entry=entry, version=last_number(entry))
    form = kind.form(form_data(state, kind.form), instance=record)
    if not form.is_valid():
        raise Refused(form)
    record.version += 1
    record.created_on = record.created_on or day
    record.edited_on = day
    form.save_record()
    _save_tags(record, form.cleaned_data["tags"])
    record = kind.model.objects.select_related("entry").get(pk=entry.pk)
    derived.refresh(record)
    before, after = last_state(entry), snapshot(record, kind.form)
    revision = _add_revision(record, action, after, day)
    derived.follow(entry, before, after)
    return revision


def last_state(entry: Entry) -> dict:
    """What the last revision of an entry states; empty before the first, or where it is hidden."""
    states = Revision.objects.filter(entry=entry).order_by("-number")
    return states.values_list("snapshot", flat=True).first() or {}


def last_number(entry: Entry) -> int:
    """The number of the last revision: a record restored goes on counting from there."""
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
    derived.follow(entry, last_state(entry), {})


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
    kind = KINDS[entry.kind]
    record = kind.model.objects.filter(pk=entry.pk).first()
    return snapshot(record, kind.form) if record else {}


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


def _save_tags(record: Record, keys: list[str]) -> None:
    entries = Entry.objects.filter(kind="tag", slug__in=keys).select_related("tag")
    record.entry.tags.set([entry.tag for entry in entries])


def _add_revision(record: Record, action: str, state: dict, day: datetime.date) -> Revision:
    last = Revision.objects.order_by("-sequence").first()
    revision = next_revision(record, action, state, day, last)
    revision.save()
    return revision


def next_revision(
    record: Record, action: str, state: dict, day: datetime.date, last: Revision | None, salt=None
) -> Revision:
    """The revision that follows `last` in the chain, not stored; `salt` makes each salt."""
    salt = salt or _salt
    committed = state | {ADDRESS: record.entry.reference}
    salts = {name: salt() for name in committed}
    revision = Revision(
        entry=record.entry,
        number=record.version,
        sequence=last.sequence + 1 if last else 1,
        action=action,
        snapshot=state,
        salts=salts,
        commitments={name: commit(name, salts[name], value) for name, value in committed.items()},
        day=day,
    )
    revision.digest = digest_of(revision, last.digest if last else "")
    return revision


def _salt() -> str:
    return secrets.token_hex(16)
