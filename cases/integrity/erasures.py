"""What is missing from revisions: an erasure explains it, or it is a problem."""

from collections.abc import Iterator

from cases import history
from cases.models import Decision, Erasure, Revision

CHUNK = 500


def problems() -> Iterator[str]:
    """Values that are missing without a decision, and erasures that do not hold together."""
    explained = {}
    for erasure in Erasure.objects.select_related("entry", "decision"):
        if not all(isinstance(number, int) for number in erasure.revisions):
            yield f"erasure {erasure.pk} of {erasure.entry.reference}: its revisions are no numbers"
            continue
        for sequence in erasure.revisions:
            explained.setdefault((erasure.entry_id, sequence), set()).add(erasure.field)
        yield from _wrong(erasure)
    for revision in Revision.objects.order_by("sequence").select_related("entry").iterator(CHUNK):
        where = f"revision {revision.number} of {revision.entry.reference}"
        fields = explained.get((revision.entry_id, revision.sequence), set())
        for field in sorted(fields & set(revision.snapshot)):
            yield f"{where}: {field} was erased and is there again"
        if revision.entry.withdrawn_on and not revision.snapshot and not revision.salts:
            continue  # hidden with its record
        missing = set(revision.commitments) - {history.ADDRESS} - set(revision.snapshot)
        for field in sorted(missing - fields):
            yield f"{where}: {field} is missing, and no erasure says why"
        if history.ADDRESS in set(revision.commitments) - set(revision.salts):
            yield f"{where}: the salt of its address is missing"


def remarks() -> Iterator[str]:
    """Each erasure: what is missing from which revisions, and by which decision."""
    for erasure in Erasure.objects.select_related("entry"):
        numbers = Revision.objects.filter(entry=erasure.entry, sequence__in=erasure.revisions)
        listed = ", ".join(str(number) for number in numbers.values_list("number", flat=True))
        yield (
            f"{erasure.entry.reference}: {erasure.field} of revisions {listed} was "
            f"erased by decision {erasure.decision_id}"
        )


def _wrong(erasure: Erasure) -> Iterator[str]:
    """It has its line in the public log, and names revisions of its own record."""
    where, decision = f"erasure {erasure.pk} of {erasure.entry.reference}", erasure.decision
    logged = (decision.kind, decision.day, decision.ground)
    if logged != (Decision.Kind.ERASED, erasure.day, erasure.ground):
        yield f"{where}: decision {decision.pk} is not the one that decided it"
    if erasure.path.partition("/")[0] not in ("rows", erasure.field):
        yield f"{where}: its path is not in the field {erasure.field}"
    committed = Revision.objects.filter(entry=erasure.entry, sequence__in=erasure.revisions)
    known = [one.sequence for one in committed if erasure.field in one.commitments]
    if not known or sorted(known) != sorted(erasure.revisions):
        yield f"{where}: it names revisions that never held {erasure.field}"
