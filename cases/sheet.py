"""The sheet of a dossier: what a council meeting or a market stall needs, on one or two A4 pages.

It is shorter than the page: the newest records of three kinds, each with the numbers of its
sources, and what is left out is counted.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cases.cells import cell_of, columns_of
from cases.dossiers import Dossier
from cases.facts.values import Fact, Value, amount_value, named
from cases.facts.when import date_value, telling_date
from cases.kinds import KINDS
from cases.models import Record, Source
from cases.pages import essentials_of

MOST_LINES = {"deployment": 8, "funding": 5, "legal": 4}
MOST_SOURCES = 12
MOST_WORDS = 3


@dataclass(frozen=True)
class Line:
    """One record: its name, what is known of it in words, the numbers of its sources."""

    record: Value
    words: list[str]
    sources: list[int]
    contested: bool


@dataclass(frozen=True)
class Group:
    """Records of one kind, and how many more the page has."""

    label: str
    lines: list[Line]
    left_out: int


@dataclass(frozen=True)
class Printed:
    """A source as paper shows it."""

    number: int
    title: str
    publisher: str
    url: str


@dataclass(frozen=True)
class Sheet:
    """The groups, and their sources in the order in which they are met."""

    groups: list[Group]
    sources: list[Printed]
    sources_left_out: int


def sheet_for(record: Record, linked: Dossier) -> dict:
    """The context of the sheet: the top of the page, then the records that stand for the rest."""
    essentials = essentials_of(record, linked)
    essentials["key_facts"] = [_unnumbered(fact) for fact in essentials["key_facts"]]
    return essentials | {"sheet": _sheet(linked)}


def _unnumbered(fact: Fact) -> Fact:
    """A fact without the numbers of the page: the sheet numbers its sources itself."""
    values = tuple(replace(value, sources=()) for value in fact.values)
    against = tuple(replace(one, sources=()) for one in fact.against)
    return replace(fact, values=values, sources=(), against=against)


def _sheet(linked: Dossier) -> Sheet:
    numbers: dict[int, int] = {}
    groups = []
    for kind, most in MOST_LINES.items():
        rows = linked.rows(kind)[:most]
        if rows:
            lines = [_line(row, numbers) for row in rows]
            groups.append(Group(str(KINDS[kind].plural), lines, linked.total(kind) - len(rows)))
    printed = list(numbers)[:MOST_SOURCES]
    found = Source.objects.select_related("entry").in_bulk(printed)
    sources = [
        Printed(numbers[pk], str(found[pk]), found[pk].publisher, found[pk].url)
        for pk in printed if pk in found
    ]  # fmt: skip
    return Sheet(groups, sources, len(numbers) - len(printed))


def _line(record: Record, numbers: dict[int, int]) -> Line:
    cited = dict.fromkeys(one.source_id for one in record.entry.citations.all() if one.source_id)
    for number in cited:
        numbers.setdefault(number, len(numbers) + 1)
    shown = sorted(numbers[number] for number in cited if numbers[number] <= MOST_SOURCES)
    words = WORDS[record.entry.kind](record)
    return Line(named(record.entry), [part for part in words if part], shown, record.contested)


def _of_deployment(record: Record) -> list[str]:
    columns = {column.name: column for column in columns_of(KINDS["deployment"])}
    suppliers = cell_of(record, columns["suppliers"])
    names = ", ".join(value.text for value in suppliers.values if value.text)
    technologies = sorted(str(entry) for entry in record.technologies.all())
    places = sorted(str(entry) for entry in record.places.all())
    return [
        str(record.get_status_display()),
        _some(places),
        _some(technologies),
        names or _("no supplier known"),
        _when(record),
    ]


def _of_funding(record: Record) -> list[str]:
    if record.payer and record.payee:
        parties = _("from %(payer)s to %(payee)s") % {"payer": record.payer, "payee": record.payee}
    else:
        parties = str(record.payer or record.payee or "")
    calculated = _("calculated") if record.is_derived else ""
    return [
        amount_value(record).text or _("an amount that is not known"),
        calculated,
        parties,
        str(record.kind or ""),
        str(record.get_stage_display() or _("stage not known")),
        _when(record),
    ]


def _of_legal(record: Record) -> list[str]:
    return [
        str(record.forum or ""),
        str(record.outcome or record.stage or ""),
        _when(record),
    ]


WORDS = {"deployment": _of_deployment, "funding": _of_funding, "legal": _of_legal}


def _some(names: list[str]) -> str:
    """The first names, and how many more."""
    more = len(names) - MOST_WORDS
    shown = ", ".join(names[:MOST_WORDS])
    return _("%(list)s and %(n)s more") % {"list": shown, "n": more} if more > 0 else shown


def _when(record: Record) -> str:
    """The date that tells when, with what happened then; empty without one."""
    dated = telling_date(record)
    if dated is None:
        return _("no date known")
    value = date_value(dated)
    return f"{value.text} ({value.note})"
