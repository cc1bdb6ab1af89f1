"""What is said against a value, and why a value is not there, in the reader's words."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import dates
from cases.models import Dispute, Unknown

from .values import Mark, Value, named

# Looking for it can still help; where the value does not apply there is nothing to look for.
EXPLAINED = Unknown.Reason.NOT_APPLICABLE


@dataclass(frozen=True)
class Against:
    """One contradiction: what is said instead, by whom, why, and on which source."""

    instead: Value | None
    origin: str  # where the doubt comes from: the source itself, another source, a calculation
    who: str
    why: str
    sources: tuple[int, ...]
    about: str = ""  # the row that is contradicted, where the fact has several


def against(row: Dispute, sources: tuple[int, ...], about: str = "") -> Against:
    """A dispute in words."""
    instead = named(row.other, note=row.value) if row.other else None
    if instead is None and row.value:
        instead = Value(row.value)
    return Against(instead, str(row.get_by_display()), row.who, row.why, sources, about)


def why_unknown(row: Unknown) -> tuple[Value | None, Mark | None, str]:
    """A value or a box, and a remark: `refused by the authority`, `Mairie de X, June 2023`."""
    day = dates.display(row.as_of, get_language() or "fr") if row.as_of else ""
    note = ", ".join(part for part in (row.who, day, row.note) if part)
    words = str(row.get_reason_display())
    if row.reason == EXPLAINED:
        return Value(words, plain=True), None, note
    return None, Mark("box-missing", words), note


def contested_mark() -> Mark:
    """The box of a value against which something is said."""
    return Mark("box-contested", _("contested"))
