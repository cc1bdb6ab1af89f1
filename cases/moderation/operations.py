"""Merged and withdrawn entries agree with the operations that moderators keep of them."""

from cases.intake.models import Operation
from cases.models import Entry

KIND = Operation.Kind


def problems() -> list[str]:
    """Tombstones and redirections that no standing operation explains, one sentence each."""
    merged, withdrawn = {}, {}
    for operation in Operation.objects.filter(undone_on=None).order_by("pk"):
        if operation.kind == KIND.MERGE:
            merged[operation.record] = operation.into
        else:
            withdrawn[operation.record] = operation.day
    found = []
    for entry in Entry.objects.exclude(merged_into=None).select_related("merged_into"):
        if merged.get(entry.reference) != entry.merged_into.reference:
            found.append(f"{entry.reference}: nobody merged it into {entry.merged_into.reference}")
    for entry in Entry.objects.exclude(withdrawn_on=None):
        if withdrawn.get(entry.reference) != entry.withdrawn_on:
            found.append(f"{entry.reference}: nobody withdrew it on that day")
    return found
