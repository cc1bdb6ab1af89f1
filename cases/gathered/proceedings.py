"""What is before a court or authority, step by step: each instance with its decision."""

from dataclasses import dataclass
from typing import ClassVar

from cases.dossiers import Dossier
from cases.models import LegalChallenge, Proceeding, Record

MOST = 100


@dataclass(frozen=True)
class Before:
    """The proceedings of a forum, the last decided first."""

    template: ClassVar[str] = "records/parts/before.html"
    after: ClassVar[str] = "legal"

    rows: list[tuple[LegalChallenge, Proceeding]]
    total: int

    @property
    def is_cut(self) -> bool:
        """True when some are left out."""
        return self.total > len(self.rows)


def before(record: Record, linked: Dossier) -> Before | None:
    """The proceedings in which a body is the forum."""
    found = Proceeding.objects.filter(forum=record.pk)
    found = found.select_related("challenge__entry", "stage", "outcome", "appealed_by")
    rows = sorted(found, key=lambda row: (row.decision or row.hearing, row.pk), reverse=True)
    shown = [(row.challenge, row) for row in rows[:MOST]]
    return Before(shown, len(rows)) if rows else None
