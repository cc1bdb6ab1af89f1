"""How well the facts of a record are supported, and when it was last verified.

This says nothing of moderation: a published record may rest on a single source.
"""

from collections.abc import Iterator

from django.db.models import prefetch_related_objects

from cases.models import Acquisition, Check, Citation, Confidence, Entry, Record, Verification
from cases.text import fold
from cases.web_addresses import same_page

from . import changed, csv_lines
from .steps import Step

# Kinds of sources that an authority made; the keys of the vocabulary `source_kind`.
OFFICIAL_KINDS = (
    "council_minutes", "order", "tender", "contract", "court_ruling", "impact_assessment",
    "official_document",
)  # fmt: skip
OFFICIAL = (Acquisition.DOCUMENT, Acquisition.ANSWER)
SUPPORTING = (Confidence.STATED, Confidence.DERIVED)
# What tells of a citation whether its source is official, and whom it repeats.
SOURCES = ("source__source__kind", "source__source__relayed_by")
LOOKED = (Check.Answer.THERE, Check.Answer.GONE)
# What of a source changes the level of the records that cite it.
TELLING = ("publisher", "agency", "url", "kind", "acquisition", "relayed_by")


def store(record: Record) -> None:
    """Write the level and the day of the last check."""
    read_sources([record])
    level, day = level_of(record), verified_on(record)
    if record.entry.verification != level:
        Entry.objects.filter(pk=record.pk).update(verification=level)
        record.entry.verification = level
    if record.verified_on != day:
        type(record).objects.filter(pk=record.pk).update(verified_on=day)
        record.verified_on = day


def follow(steps: list[Step]) -> None:
    """Records that cite a source follow when who published it, or what it is, changes."""
    for entry, before, after in steps:
        if entry.kind == "source" and before and _tells(before) != _tells(after):
            _store_citing(entry)


def _tells(state: dict) -> list:
    return [state.get(name) for name in TELLING]


def _store_citing(entry: Entry) -> None:
    from cases.kinds import KINDS

    numbers = Citation.objects.filter(source=entry).values_list("entry", "entry__kind").distinct()
    changed.note(number for number, _kind in numbers)
    csv_lines.forget_showing("source", [entry.pk])
    for number, kind in numbers:
        record = KINDS[kind].model.objects.select_related("entry").filter(pk=number).first()
        if record:
            store(record)


def stale(record: Record) -> Iterator[str]:
    """The level or the day do not follow from the record."""
    read_sources([record])
    if record.entry.verification != level_of(record):
        yield "its level of verification is stale"
    if record.verified_on != verified_on(record):
        yield "the day it was verified on is stale"


def read_sources(records: list[Record]) -> None:
    """Read what `level_of` asks of the sources that these records cite, together."""
    entries = [record.entry for record in records]
    prefetch_related_objects(entries, *(f"citations__{path}" for path in SOURCES))


def level_of(record: Record) -> str:
    """The level that a moderator set, else the one that its citations and checks give."""
    rulings = sorted(record.entry.rulings.all(), key=lambda row: (row.day, row.position))
    if rulings:
        return rulings[-1].level
    if record.contested or record.entry.disputes.all():
        return Verification.CONTESTED
    return computed_level(record)


def computed_level(record: Record) -> str:
    """The level that citations and checks give."""
    citations = _citations(record)
    if any(c.acquisition == Acquisition.ON_SITE for c in citations) or _seen(record):
        return Verification.ON_SITE
    sources = {c.source_id: c.source.source for c in citations if _has_source(c)}
    if any(c.acquisition in OFFICIAL for c in citations) or any(map(_official, sources.values())):
        return Verification.OFFICIAL
    if len(independent(list(sources.values()))) > 1:
        return Verification.CORROBORATED
    return Verification.SINGLE if sources else Verification.NONE


def independent(sources: list) -> set[str]:
    """Publishers that do not repeat one another: an agency or a relayed source counts once.

    A source without publisher counts by the host of its address, else by itself.
    """
    numbers = {source.pk for source in sources}
    found = set()
    for source in sources:
        relayed = {entry.pk for entry in source.relayed_by.all()} & numbers
        if not relayed:
            name = source.agency or source.publisher or same_page(source.url).partition("/")[0]
            found.add(fold(name) or f"#{source.pk}")
    return found


def verified_on(record: Record):
    """The last day on which somebody looked and could tell."""
    return max((row.day for row in record.entry.checks.all() if row.answer in LOOKED), default=None)


def _citations(record: Record) -> list[Citation]:
    """Those that support a fact."""
    return [row for row in record.entry.citations.all() if row.confidence in SUPPORTING]


def _seen(record: Record) -> bool:
    checks = record.entry.checks.all()
    return any(row.answer in LOOKED and row.basis == Acquisition.ON_SITE for row in checks)


def _has_source(citation: Citation) -> bool:
    return citation.source_id is not None and hasattr(citation.source, "source")


def _official(source) -> bool:
    kind = source.kind.slug.removeprefix("source_kind-") if source.kind else ""
    return kind in OFFICIAL_KINDS or source.acquisition in OFFICIAL
