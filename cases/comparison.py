"""Two to four towns, vendors or products side by side, by the same questions."""

import datetime
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.dossiers import Dossier, dossier_of, with_everything
from cases.facts import Fact, Sources, key_facts
from cases.forms.lookup import find_entries
from cases.kinds import KINDS
from cases.models import Deployment, Entry, Record
from cases.money import display_number
from cases.quotable import largest_gap, sentence_of, verified_on

COMPARED = ("place", "vendor", "product")
FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Column:
    """One record: its sentence and its answers."""

    record: Record
    sentence: str
    facts: dict[str, Fact]
    figures: dict[str, int | None]
    verified_on: datetime.date | None
    gap: str


@dataclass(frozen=True)
class Comparison:
    """The records compared; each figure and each question with one answer for each of them."""

    columns: list[Column]
    figures: list[tuple[str, list[str]]]
    rows: list[tuple[str, list[Fact | None]]]


def found(kind: str, typed: list[str]) -> tuple[list[Entry], list[str]]:
    """The entries meant, each once and at most four, and the texts that name none for certain."""
    entries, unknown = {}, []
    for text in typed[: 2 * MOST]:
        text = text.strip()
        candidates = find_entries(text, (kind,)) if text and "\x00" not in text else []
        if len(candidates) == 1:
            entries[candidates[0].pk] = candidates[0]
        elif text:
            unknown.append(text)
    return list(entries.values())[:MOST], unknown


def comparison(kind: str, entries: list[Entry]) -> Comparison:
    """The records side by side."""
    columns = [_column(kind, entry) for entry in entries]
    labels: dict[str, str] = {}
    for column in columns:
        for name, fact in column.facts.items():
            labels.setdefault(name, fact.label)
    rows = [
        (label, [column.facts.get(name) for column in columns]) for name, label in labels.items()
    ]
    return Comparison(columns, _figure_rows(columns), rows)


def _figure_rows(columns: list[Column]) -> list[tuple[str, list[str]]]:
    """The figures that say something of one of them; a zero beside them is said too."""
    names = dict.fromkeys(name for column in columns for name in column.figures)
    found = [(name, [column.figures.get(name) for column in columns]) for name in names]
    language = get_language() or "fr"
    return [
        (name, ["" if number is None else display_number(number, language) for number in numbers])
        for name, numbers in found
        if any(numbers)
    ]


def _column(kind: str, entry: Entry) -> Column:
    record = with_everything(KINDS[kind].model.objects.all()).get(pk=entry.pk)
    linked = dossier_of(record)
    # Sources have numbers on the page of the record only: here a column leads to it.
    facts = {fact.name: fact for fact in key_facts(record, Sources(record), linked)}
    return Column(
        record, sentence_of(record, linked), facts, _figures(record, linked),
        verified_on(record, linked), largest_gap(record, linked),
    )  # fmt: skip


def _figures(record: Record, linked: Dossier) -> dict[str, int | None]:
    """How many of what; inhabitants first, without which two towns cannot be compared."""
    people = {_("Population"): record.population} if record.entry.kind == "place" else {}
    deployments = KINDS["deployment"].plural
    states = {
        f"{deployments}, {label}": linked.states[key] for key, label in Deployment.Status.choices
    }
    counted = {
        str(KINDS[kind].plural): linked.total(kind)
        for kind in ("funding", "legal", "product", "camera")
    }
    return people | {str(deployments): linked.total("deployment")} | states | counted
