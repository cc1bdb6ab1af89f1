"""How much of what is expected of a record is known, and what is missing."""

from collections.abc import Iterator

from cases.expected import answers_of, completeness
from cases.models import Entry, Gap, Record, Unknown

from .steps import Step

# What a visitor could still find; a refusal can be appealed.
OPEN = (Unknown.Reason.NOT_SEARCHED, Unknown.Reason.NOT_FOUND, Unknown.Reason.REFUSED)


def store(record: Record) -> None:
    """Write the figure and the gaps of the record."""
    figure, gaps = made_of(record)
    Entry.objects.filter(pk=record.pk).update(completeness=figure)
    record.entry.completeness = figure
    Gap.objects.filter(entry=record.pk).delete()
    rows = [Gap(entry_id=record.pk, name=name, reason=reason) for name, reason in gaps.items()]
    Gap.objects.bulk_create(rows)


def follow(steps: list[Step]) -> None:
    """Other records do not depend on it; what is gone lacks nothing."""
    for step in steps:
        if not step.after:
            Gap.objects.filter(entry=step.entry).delete()


def stale(record: Record) -> Iterator[str]:
    """The figure or the gaps are not those of the record."""
    figure, gaps = made_of(record)
    if record.entry.completeness != figure:
        yield "its completeness is stale"
    if {gap.name: gap.reason for gap in record.entry.gaps.all()} != gaps:
        yield "what is missing of it is stale"


def made_of(record: Record) -> tuple[int | None, dict[str, str]]:
    """Its completeness in percent, and what it lacks: {fact: reason}."""
    answers = answers_of(record)
    gaps = {name: str(why) for name, why in answers.items() if why in OPEN}
    for row in record.entry.unknowns.all():  # what was looked for beyond what is expected
        if row.reason in OPEN and row.field in record_fields(record):
            gaps.setdefault(row.field, str(row.reason))
    return completeness(answers), gaps


def record_fields(record: Record) -> set[str]:
    """Names of the fields of the record itself."""
    return {field.name for field in (*record._meta.fields, *record._meta.many_to_many)}
