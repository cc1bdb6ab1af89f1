"""The chain of digests: nothing was changed, removed or put in between."""

from collections import Counter
from collections.abc import Iterator

from cases import history
from cases.models import Revision

CHUNK = 500


def problems() -> Iterator[str]:
    """Revisions whose digest does not follow from the one before, or that are missing."""
    previous, expected, numbers = "", 1, Counter()
    revisions = Revision.objects.order_by("sequence").select_related("entry")
    for revision in revisions.iterator(CHUNK):
        where = f"revision {revision.number} of {revision.entry.reference}"
        if revision.sequence != expected:
            yield f"{where}: sequence {revision.sequence} where {expected} was expected"
        numbers[revision.entry_id] += 1
        if revision.number != numbers[revision.entry_id]:
            yield f"{where}: number {numbers[revision.entry_id]} was expected"
        if revision.number == 1 and revision.action != Revision.Action.CREATE:
            yield f"{where}: the first revision creates the record"
        yield from _broken_commitments(revision, where)
        if revision.digest != history.digest_of(revision, previous):
            yield f"{where}: its digest does not follow from the one before"
        previous, expected = revision.digest, revision.sequence + 1


def _broken_commitments(revision: Revision, where: str) -> Iterator[str]:
    """Values that are not what was committed to; what is missing is for the erasures to say."""
    values = dict(revision.snapshot)
    if history.ADDRESS in revision.salts:
        values[history.ADDRESS] = revision.entry.reference
    for name, value in values.items():
        salt = revision.salts.get(name, "")
        if history.commit(name, salt, value) != revision.commitments.get(name):
            yield f"{where}: {name} is not what it was when accepted"
    for name in sorted(set(revision.salts) - set(values)):
        yield f"{where}: {name} has a salt and no value"
