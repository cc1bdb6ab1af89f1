"""Every public record is what its last revision states, and nothing else is public."""

from collections.abc import Iterable, Iterator

from django.db.models import F

from cases import derived, whole_records
from cases.diffs import compare
from cases.kinds import KINDS
from cases.models import Decision, Entry, Place, Record, Revision
from cases.snapshots import snapshot

CHUNK = 500


def problems(kinds: Iterable[str] = tuple(KINDS)) -> Iterator[str]:
    """Records that differ from their revisions, rows of no record, tombstones of no decision.

    `kinds` are keys of KINDS, in the order in which they are read.
    """
    days = _days()
    for kind in map(KINDS.__getitem__, kinds):
        for records in whole_records.stated(kind):
            states = _last_states(records)
            for record in records:
                yield from _of_entry(record, kind)
                yield from _of_record(record, kind, states.get(record.pk), days)
        for record in whole_records.unstated(kind).exclude(**_plain(kind)):
            yield from _of_entry(record, kind)
            yield from _without_revision(record, kind)
    yield from _entries_without_record()
    yield from _rows_without_record()
    yield from _tombstones()


def _last_states(records: list[Record]) -> dict[int, Revision]:
    """The last revision of each."""
    revisions = Revision.objects.filter(entry__in=[record.pk for record in records])
    columns = "entry_id", "number", "day", "snapshot"
    return {one.entry_id: one for one in revisions.only(*columns).order_by("number")}


def _days() -> dict[int, set]:
    """The days on which each entry was revised."""
    days = {}
    for pk, day in Revision.objects.order_by().values_list("entry_id", "day").iterator(CHUNK):
        days.setdefault(pk, set()).add(day)
    return days


def _of_entry(record: Record, kind) -> Iterator[str]:
    entry = record.entry
    if entry.kind != kind.key:
        yield f"{entry.reference}: its record is of the kind {kind.key}"
    if not entry.is_live:
        yield f"{entry.reference}: it was merged or withdrawn, and its record is still there"
    if entry.withdrawn_ground:
        yield f"{entry.reference}: a ground of withdrawal stands on a record that is there"
    if kind.key == "tag" and record.slug != entry.slug:
        yield f"{entry.reference}: its key is not its address"


def _of_record(record: Record, kind, last: Revision | None, days: dict) -> Iterator[str]:
    """A record differs from what its last revision states, or what derives from it is stale."""
    where = record.entry.reference
    if last is None or last.number != record.version:
        yield f"{where}: version {record.version} has no revision"
        return
    stated = snapshot(record, kind.form)
    differing = {difference.name for difference in compare(last.snapshot, stated)}
    for name in sorted(differing - _owned(record)):
        yield f"{where}: {name} is not what revision {last.number} states"
    if record.edited_on != last.day or record.created_on not in days[record.pk]:
        yield f"{where}: its days are not those of its revisions"
    yield from _badly_numbered(record, kind)
    for problem in derived.stale(record):
        yield f"{where}: {problem}"


def _owned(record: Record) -> set[str]:
    """What the reference edition says of a place: a new edition changes it without a revision."""
    is_reference = isinstance(record, Place) and record.is_reference
    return set(Place.REFERENCE_FIELDS) if is_reference else set()


def _badly_numbered(record: Record, kind) -> Iterator[str]:
    """Rows are numbered from 0 in the order of the revision, each with a key of its own."""
    for rows in kind.form.ROWS:
        positions = [row.position for row in rows.of(record).all()]
        if positions != list(range(len(positions))):
            yield f"{record.entry.reference}: the rows of {rows.name} are not numbered in order"


def _plain(kind) -> dict:
    """What holds for nearly all records without a revision: the others are looked at."""
    plain = {
        "entry__kind": kind.key, "entry__merged_into": None, "entry__withdrawn_on": None,
        "entry__withdrawn_ground": "", "created_on": None, "edited_on": None, "description": "",
        "description_html": "", "note": "", "contested_note": "", "aliases": [],
        "contested": False, "contested_by": "",
    }  # fmt: skip
    return plain | ({"edition__gt": ""} if kind.model is Place else {"pk": None})


def _without_revision(record: Record, kind) -> Iterator[str]:
    """Only a place of the reference edition may be without, and then nobody has said anything."""
    where = record.entry.reference
    if record.created_on or record.edited_on:
        yield f"{where}: it has a day and no revision"
    if not isinstance(record, Place) or not record.is_reference:
        yield f"{where}: no revision states it"
        return
    said = (record.description, record.description_html, record.note, record.contested_note)
    if any(said) or record.aliases or record.contested or record.contested_by:
        yield f"{where}: it says more than the reference edition, and no revision states it"


def _entries_without_record() -> Iterator[str]:
    """A live entry has a record; an entry of an unknown kind has none."""
    for kind in KINDS.values():
        stored = kind.model.objects.values("pk")
        for entry in Entry.objects.live().filter(kind=kind.key).exclude(pk__in=stored):
            yield f"{entry.reference}: it has an address and no record"
    for entry in Entry.objects.exclude(kind__in=list(KINDS)):
        yield f"{entry.reference}: there is no such kind"


def _rows_without_record() -> Iterator[str]:
    """Rows and tags of an entry whose record states none: of no revision, or gone."""
    unstated = Entry.objects.exclude(pk__in=Revision.objects.values("entry"))
    gone = Entry.objects.exclude(merged_into=None, withdrawn_on=None)
    found = {}
    for kind in KINDS.values():
        for rows in kind.form.ROWS:
            found[rows.form._meta.model, rows.owner] = rows.name
    for (model, owner), name in found.items():
        for entries in (unstated, gone):
            for row in model.objects.filter(**{f"{owner}__in": entries.values("pk")}):
                yield f"entry {getattr(row, f'{owner}_id')}: a row of {name} is of no revision"
    for entry in (unstated | gone).exclude(tagged=None).distinct():
        yield f"{entry.reference}: its tags are of no revision"


def _tombstones() -> Iterator[str]:
    """Withdrawn and merged entries: the public log has a line for each."""
    logged = {}
    for kind, day, ground in Decision.objects.values_list("kind", "day", "ground"):
        logged[kind, day, ground] = logged.get((kind, day, ground), 0) + 1
    for entry in Entry.objects.exclude(withdrawn_on=None).order_by("pk"):
        line = (Decision.Kind.WITHDRAWN, entry.withdrawn_on, entry.withdrawn_ground)
        logged[line] = logged.get(line, 0) - 1
        if logged[line] < 0:
            yield f"{entry.reference}: no decision of that day and ground withdrew it"
        if entry.title or entry.title_en or entry.search_names or entry.search_text:
            yield f"{entry.reference}: it was withdrawn and its title still stands"
    merged = Entry.objects.exclude(merged_into=None).order_by("pk")
    number = sum(n for (kind, *_), n in logged.items() if kind == Decision.Kind.MERGED)
    for entry in merged[number:]:
        yield f"{entry.reference}: no decision merged it"
    for entry in merged.filter(merged_into=F("pk")):
        yield f"{entry.reference}: it is merged into itself"
