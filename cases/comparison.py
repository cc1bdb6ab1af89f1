"""Two to four towns, vendors or products side by side, by the same questions."""

from dataclasses import dataclass

from cases.dossiers import dossier_of, with_everything
from cases.facts import Fact, Sources, key_facts
from cases.forms.lookup import find_entries
from cases.kinds import KINDS
from cases.models import Entry, Record
from cases.quotable import largest_gap, sentence_of, verified_on

COMPARED = ("place", "vendor", "product")
FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Column:
    """One record: its sentence and its answers."""

    record: Record
    sentence: str
    facts: dict[str, Fact]
    verified_on: object
    gap: str


@dataclass(frozen=True)
class Comparison:
    """The records compared; each question with one answer for each of them."""

    columns: list[Column]
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
    return Comparison(columns, rows)


def _column(kind: str, entry: Entry) -> Column:
    record = with_everything(KINDS[kind].model.objects.all()).get(pk=entry.pk)
    linked = dossier_of(record)
    # Sources have numbers on the page of the record only: here a column leads to it.
    facts = {fact.name: fact for fact in key_facts(record, Sources(record), linked)}
    return Column(
        record, sentence_of(record, linked), facts, verified_on(record, linked),
        largest_gap(record, linked),
    )  # fmt: skip
