"""Everything that the page of a record shows, put together."""

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.http import urlencode

from cases.cells import columns_of, rows_of
from cases.dossiers import Dossier, Section
from cases.facts import Sources, facts, key_facts
from cases.kinds import KINDS
from cases.ledger import ledger_of
from cases.models import Proceeding, ProductFunction, Record
from cases.text import summarise
from cases.timeline import timeline_of

LEDE = 260
# Where a contribution from the page of a record begins, with that record filled in.
CONTRIBUTE = {
    "place": ("deployment", "places"),
    "vendor": ("deployment", "vendor"),
    "deployment": ("funding", "deployments"),
    "product": ("deployment", "products"),
}


def page_for(record: Record, linked: Dossier) -> dict:
    """The context of the page of a record; `record` comes with its links."""
    _complete(record)
    sources = Sources(record)
    key = key_facts(record, sources, linked)
    lede = summarise(record.description, LEDE)
    return {
        "record": record,
        "entry": record.entry,
        "kind": KINDS[record.entry.kind],
        "lede": lede,
        "story": record.description_html if _says_more(record, lede) else "",
        "key_facts": key,
        "facts": facts(record, sources),
        "record_mark": sources.mark_of_record(),
        "tags": sorted(record.entry.tags.all(), key=lambda tag: str(tag.entry)),
        "timeline": timeline_of(record, linked, sources),
        "ledger": ledger_of(linked.rows("funding")),
        "funding": linked.sections.get("funding"),
        "sections": [_table(s) for name, s in linked.sections.items() if name != "funding"],
        "proceedings": _proceedings(record, sources),
        "sources": sources.lines,
        "gaps": [cell.label for cell in key if cell.is_missing or _lacks(cell)],
        "contribute_url": _contribute_url(record),
    }


def _complete(record: Record) -> None:
    """Read what only the page of a record shows: tags, sources of sources, rows."""
    prefetch_related_objects(
        [record], "entry__tags__entry", "entry__citations__source__source__relayed_by",
        "entry__citations__source__dates",
    )  # fmt: skip
    if record.entry.kind == "legal":
        links = Proceeding.objects.select_related("forum", "stage", "outcome", "appealed_by")
        prefetch_related_objects([record], Prefetch("proceedings", links))
    if record.entry.kind == "product":
        links = ProductFunction.objects.select_related("function")
        prefetch_related_objects([record], Prefetch("functions", links))


def _says_more(record: Record, lede: str) -> bool:
    """True when the story holds more than the sentence under the title."""
    return lede.endswith("…") or " ".join(record.description.split()) != lede


def _lacks(cell) -> bool:
    return any(value.mark and value.mark.name == "box-missing" for value in cell.values)


def _table(section: Section) -> dict:
    """A section as a table with the columns of its kind."""
    return {
        "kind": section.kind,
        "columns": columns_of(section.kind),
        "rows": rows_of(section.kind, section.rows),
        "total": section.total,
        "is_cut": section.is_cut,
        "list_url": section.list_url,
    }


def _proceedings(record: Record, sources: Sources) -> list[dict]:
    if record.entry.kind != "legal":
        return []
    return [
        {"row": row, "sources": sources.of_row(row.key)} for row in record.proceedings.all()
    ]


def _contribute_url(record: Record) -> str:
    """The form that adds something here, with this record already named."""
    kind, field = CONTRIBUTE.get(record.entry.kind, ("", ""))
    if not kind:
        return ""
    address = reverse("contribute-kind", args=[kind])
    return f"{address}?{urlencode({field: record.entry.slug})}"
