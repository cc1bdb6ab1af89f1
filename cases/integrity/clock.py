"""Days that go back: the clock of the machine was wrong, which loses nothing and alters nothing."""

from collections.abc import Iterator

from cases.models import Decision, Revision

CHUNK = 2000
# Counts and answers are written when they happen; an erasure alone may be replayed later.
OUT_OF_ORDER = (Decision.Kind.ERASED,)


def remarks() -> Iterator[str]:
    """Revisions and lines of the log whose day is before that of the one before.

    The day of a revision is in its digest, so that nobody can have changed it since.
    """
    last = None
    for number, reference, day in _revisions():
        if last and day < last:
            yield f"revision {number} of {reference}: its day is before that of the revision before"
        last = day
    last = None
    for number, day in _decisions():
        if last and day < last:
            yield f"decision {number}: its day is before that of the line before"
        last = day


def was_wrong() -> bool:
    """True when some day goes back: then days of other rows need not follow each other."""
    return any(True for _remark in remarks())


def _revisions() -> Iterator[tuple]:
    rows = Revision.objects.order_by("sequence").select_related("entry")
    for one in rows.only("number", "day", "entry__kind", "entry__slug").iterator(CHUNK):
        yield one.number, one.entry.reference, one.day


def _decisions() -> Iterator[tuple]:
    rows = Decision.objects.exclude(kind__in=OUT_OF_ORDER).order_by("pk")
    return rows.values_list("pk", "day").iterator(CHUNK)
