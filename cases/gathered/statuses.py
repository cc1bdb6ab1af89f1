"""How the state of a legal text changed: its own dates, in order, and its state today."""

from dataclasses import dataclass
from typing import ClassVar

from cases.dossiers import Dossier
from cases.facts.values import Value
from cases.facts.when import date_value, sort_key
from cases.models import Record


@dataclass(frozen=True)
class Statuses:
    """Dated steps, the first one first, then the state that the record gives."""

    template: ClassVar[str] = "records/parts/statuses.html"
    after: ClassVar[str] = ""

    steps: list[tuple[Value, str]]  # the date with its role in the note, what was remarked
    today: str


def of_law(record: Record, linked: Dossier) -> Statuses | None:
    """The steps of a legal text; None when nothing is dated."""
    dated = sorted(record.entry.dates.all(), key=sort_key)
    if not dated:
        return None
    steps = [(date_value(one), one.note) for one in dated]
    return Statuses(steps, str(record.status or ""))
