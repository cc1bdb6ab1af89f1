"""Proof that what is public is what was accepted: the chain, the replay, the derived data."""

from collections.abc import Iterator

from cases import derived, document_index, history
from cases.derived.names import names_of
from cases.diffs import compare
from cases.evidence import storage
from cases.kinds import KINDS
from cases.models import DatedValue, Entry, Name, Place, Record, Revision, SourceFile
from cases.snapshots import snapshot

CHUNK = 500


def problems() -> Iterator[str]:
    """Everything that is not as it should be, one sentence each."""
    yield from broken_links_of_the_chain()
    for kind in KINDS.values():
        for record in kind.model.objects.select_related("entry").iterator(CHUNK):
            if record.version:
                yield from problems_of(record)
    yield from derived_problems()
    yield from problems_of_files()
    yield from document_index.problems()


def broken_links_of_the_chain() -> Iterator[str]:
    """Revisions whose digest does not follow from the one before, or that are missing."""
    previous, expected = "", 1
    revisions = Revision.objects.order_by("sequence").select_related("entry")
    for revision in revisions.iterator(CHUNK):
        where = f"revision {revision.number} of {revision.entry.reference}"
        if revision.sequence != expected:
            yield f"{where}: sequence {revision.sequence} where {expected} was expected"
        yield from _broken_commitments(revision, where)
        computed = history.digest(
            previous, revision.sequence, revision.entry.reference, revision.commitments
        )
        if revision.digest != computed:
            yield f"{where}: its digest does not follow from the one before"
        previous, expected = revision.digest, revision.sequence + 1


def _broken_commitments(revision: Revision, where: str) -> Iterator[str]:
    """Values that are not what was committed to; a value that was erased is missing, not broken."""
    for name, value in revision.snapshot.items():
        salt = revision.salts.get(name, "")
        if history.commit(name, salt, value) != revision.commitments.get(name):
            yield f"{where}: {name} is not what it was when accepted"


def problems_of(record: Record) -> Iterator[str]:
    """A record differs from what its last revision states, or what derives from it is stale."""
    where = record.entry.reference
    last = Revision.objects.filter(entry=record.entry).order_by("-number").first()
    if last is None or last.number != record.version:
        yield f"{where}: version {record.version} has no revision"
        return
    stated = snapshot(record, KINDS[record.entry.kind].form)
    for name in sorted(difference.name for difference in compare(last.snapshot, stated)):
        yield f"{where}: {name} is not what revision {last.number} states"
    for problem in derived.stale(record):
        yield f"{where}: {problem}"


def problems_of_files() -> Iterator[str]:
    """Public files that are not on the disk, or are not what their name says."""
    files = SourceFile.objects.select_related("source__entry").order_by("pk")
    for file in files.iterator(CHUNK):
        if not storage.is_intact(file.name):
            yield f"{file.source.entry.reference}: its file {file.name} is missing or altered"


def derived_problems() -> Iterator[str]:
    """Names, bounds of dates and chains of places that do not follow from the records."""
    known = {}
    for entry_id, folded in Name.objects.values_list("entry_id", "folded").iterator(CHUNK):
        known.setdefault(entry_id, set()).add(folded)
    for kind in KINDS.values():
        for record in kind.model.objects.select_related("entry").iterator(CHUNK):
            names = {name.folded for name in names_of(record)}
            if names != known.pop(record.entry_id, set()):
                yield f"{record.entry.reference}: the names it is found by are stale"
    for entry in Entry.objects.filter(pk__in=list(known)[:CHUNK]):
        yield f"{entry.reference}: it is found by names but has no record"
    yield from _stale_dates()
    yield from _stale_paths()


def _stale_dates() -> Iterator[str]:
    for dated in DatedValue.objects.select_related("entry").iterator(CHUNK):
        stored = (dated.earliest, dated.latest)
        dated.before_save()
        if stored != (dated.earliest, dated.latest):
            yield f"{dated.entry.reference}: the bounds of {dated.value} are stale"


def _stale_paths() -> Iterator[str]:
    paths = dict(Place.objects.values_list("pk", "path"))
    for pk, path, parent in Place.objects.values_list("pk", "path", "parent").iterator(CHUNK):
        if path != (f"{paths[parent]}{parent}/" if parent else "/"):
            yield f"place {pk}: the chain of places it lies in is stale"
