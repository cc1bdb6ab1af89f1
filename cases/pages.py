"""Everything that the page of a record shows, put together."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases.around import around
from cases.cells import columns_of, rows_of
from cases.comparison import COMPARED
from cases.dossiers import Dossier, Section
from cases.expected import EXPECTED
from cases.facts import Sources, facts, key_facts
from cases.facts.values import missing
from cases.facts.verification import verification_of
from cases.forms.confirm import SEEN
from cases.gathered.backing import ledgers
from cases.gathered.parts import parts_of
from cases.kinds import KINDS
from cases.ledger import ledger_of
from cases.located import with_pages
from cases.mentions import MOST_SHOWN, mentions_of
from cases.models import Record
from cases.quotable import gaps_of, sentence_of, verified_on
from cases.readable import Reader
from cases.reading import Whole
from cases.relations import relations_of
from cases.rows.kept import rows_of_page
from cases.source_health import of as health_of
from cases.source_health import with_health
from cases.text import summarise
from cases.timeline import timeline_of

LEDE = 260
# Records read for what gathers around them: their links come before their own fields.
HUBS = ("place", "vendor", "organisation", "product", "law", "tag")
# Where a contribution from the page of a record begins, with that record filled in.
CONTRIBUTE = {
    "place": ("deployment", "places"),
    "vendor": ("deployment", "role-0-entry"),
    "deployment": ("funding", "deployments"),
    "product": ("deployment", "products"),
}


def essentials_of(record: Record, linked: Dossier, sources: Sources | None = None) -> dict:
    """What stands at the top of the page of a record, and on its sheet."""
    key = key_facts(record, sources or Sources(record), linked)
    return {
        "record": record,
        "entry": record.entry,
        "kind": KINDS[record.entry.kind],
        "lede": summarise(record.description, LEDE),
        "key_facts": key,
        "quotable": _quotable(record, linked),
        "gaps": [_gap(cell) for cell in key if cell.is_missing or _lacks(cell)],
        "replies": _replies(record),
        "replied": {reply.field for reply in record.entry.replies.all() if reply.field},
    }


def page_for(whole: Whole, linked: Dossier) -> dict:
    """The context of the page of a record."""
    record = whole.record
    sources = Sources(record)
    essentials = essentials_of(record, linked, sources)
    return essentials | {
        "story": record.description_html if _says_more(record, essentials["lede"]) else "",
        "facts": facts(record, sources),
        "record_mark": sources.mark_of_record(),
        "tags": sorted(whole.tags, key=str),
        "timeline": timeline_of(record, linked, sources),
        "body": _body(record, linked),
        "is_hub": record.entry.kind in HUBS,
        "mentions": list(mentions_of(record.entry)[:MOST_SHOWN]) if whole.is_mentioned else [],
        "proceedings": _proceedings(record, sources),
        "relations": relations_of(record, linked) if record.entry.kind in HUBS else None,
        "around": around(record, linked),
        "verification": verification_of(record, sources),
        "can_confirm": record.entry.kind in EXPECTED and bool(record.version),
        "can_see": record.entry.kind in SEEN,
        "can_compare": record.entry.kind in COMPARED,
        "sources": with_pages(with_health(sources.lines)),
        "health": _health(record),
        "contribute_url": _contribute_url(record),
        "here": record.get_absolute_url(),
        "list": reverse("record-list", args=[KINDS[record.entry.kind].word]),
    }


def _quotable(record: Record, linked: Dossier) -> dict:
    """The sentence to quote, the day of the last verification, and the gaps."""
    sentence = sentence_of(record, linked)
    if not sentence:
        return {}
    gaps = gaps_of(record, linked)
    return {
        "sentence": sentence,
        "verified_on": verified_on(record, linked),
        "gap": gaps[0] if gaps else "",
        "gaps": gaps,
    }


def _health(record: Record):
    """How the original of a source is; nothing for other kinds."""
    return health_of([record.pk]).get(record.pk) if record.entry.kind == "source" else None


def _says_more(record: Record, lede: str) -> bool:
    """True when the story holds more than the sentence under the title."""
    said = " ".join(record.description.split())
    return bool(said) and said != " ".join(lede.split())


def _lacks(cell) -> bool:
    """True when a cell has values and every one of them is an empty box."""
    lacking = [value.mark and value.mark.name == "box-missing" for value in cell.values]
    return bool(lacking) and all(lacking)


def _gap(cell) -> str:
    """What is missing, in words that stand alone."""
    words = {
        "roles": _("Who supplies it"),
        "who": _("Who supplies it") if cell.label == _("Who") else cell.label,
        "amount": _("How much it costs, and who pays"),
        "technologies": _("Which technology it uses"),
    }
    what = words.get(cell.name, cell.label)
    said = cell.mark.label if cell.mark and cell.mark != missing() else ""
    told = ", ".join(part for part in (said, cell.note if said else "") if part)
    return _("%(what)s (%(why)s)") % {"what": what, "why": told} if told else what


def _body(record: Record, linked: Dossier) -> list:
    """Linked records by kind, each followed by the parts that tell of them; the other parts end it.

    Each block has the template that shows it.
    """
    parts = parts_of(record, linked)
    blocks = [part for part in parts if not part.after]
    for key, section in linked.sections.items():
        split = key == "funding" and record.entry.kind == "vendor"
        blocks += ledgers(section) if split else [_table(section, linked)]
        blocks += [part for part in parts if part.after == key]
    return blocks + [part for part in parts if part.after and not linked.total(part.after)]


def _table(section: Section, linked: Dossier) -> dict:
    """A section as a table with the columns of its kind; what is only listed, as its list does."""
    name = "ledger" if section.kind.key == "funding" else "section"
    return {
        "template": f"records/parts/{name}.html",
        "kind": section.kind,
        "ledger": ledger_of(section.shown) if section.kind.key == "funding" else None,
        "columns": columns_of(section.kind),
        "rows": _rows(section, linked),
        "total": section.total,
        "is_cut": section.is_cut,
        "list_url": section.list_url,
    }


def _rows(section: Section, linked: Dossier) -> list:
    if section.listed:
        return rows_of_page(linked.crowd.index, section.kind, list(section.listed))
    return rows_of(section.kind, section.shown)


def _proceedings(record: Record, sources: Sources) -> list[dict]:
    if record.entry.kind != "legal":
        return []
    return [{"row": row, "sources": sources.of_row(row.key)} for row in record.proceedings.all()]


def _replies(record: Record) -> list[dict]:
    """The rights of reply, each with the words for the field that it answers."""
    replies = record.entry.replies.all()
    reader = Reader(KINDS[record.entry.kind]) if replies else None
    return [
        {"row": reply, "about": reader.label_of(reply.field) if reply.field else ""}
        for reply in replies
    ]


def _contribute_url(record: Record) -> str:
    """The form that adds something here, with this record already named."""
    kind, field = CONTRIBUTE.get(record.entry.kind, ("", ""))
    if not kind:
        return ""
    address = reverse("contribute-kind", args=[kind])
    return f"{address}?{urlencode({field: record.entry.reference})}"
