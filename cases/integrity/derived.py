"""Names, bounds of dates and chains of places follow from the records."""

from collections.abc import Iterator

from cases.derived.names import is_bare, stated, stored_names
from cases.kinds import KINDS
from cases.models import DatedValue, Entry, Place

CHUNK = 2000


def problems() -> Iterator[str]:
    """Names, bounds of dates and chains of places that do not follow from the records."""
    known = stored_names()
    for kind in KINDS.values():
        for record in kind.model.objects.select_related("entry").iterator(CHUNK):
            entry = record.entry
            if stated(record) != known.pop(record.entry_id, {}):
                yield f"{entry.reference}: the names it is found by are stale"
            if not record.version and not is_bare(record):
                yield f"{entry.reference}: its title or search text is stale"
    for entry in Entry.objects.filter(pk__in=list(known)[:CHUNK]):
        yield f"{entry.reference}: it is found by names but has no record"
    yield from _stale_dates()
    yield from _stale_paths()


def _stale_dates() -> Iterator[str]:
    for dated in DatedValue.objects.select_related("entry").iterator(CHUNK):
        stored = (dated.earliest, dated.latest)
        try:
            dated.before_save()
        except ValueError:
            yield f"{dated.entry.reference}: {dated.value} is no date"
            continue
        if stored != (dated.earliest, dated.latest):
            yield f"{dated.entry.reference}: the bounds of {dated.value} are stale"


def _stale_paths() -> Iterator[str]:
    paths = dict(Place.objects.values_list("pk", "path"))
    slugs = dict(Entry.objects.filter(kind="place").values_list("pk", "slug"))
    for pk, path, parent in Place.objects.values_list("pk", "path", "parent").iterator(CHUNK):
        if path != (f"{paths.get(parent)}{parent}/" if parent else "/"):
            yield f"place/{slugs.get(pk)}: the chain of places it lies in is stale"
