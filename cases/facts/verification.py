"""The level of verification of a record in words, with what it rests on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Record, Verification

from .sourcing import SELF_EVIDENT, Sources


@dataclass(frozen=True)
class Shown:
    """The words for a level, and why it is that one."""

    label: str
    why: str


def verification_of(record: Record, sources: Sources) -> Shown | None:
    """The level and its reason; nothing for what states no facts, or was never written."""
    if record.entry.kind in SELF_EVIDENT or not record.version:
        return None
    level = dict(Verification.choices)[record.entry.verification]
    rulings = sorted(record.entry.rulings.all(), key=lambda row: (row.day, row.position))
    if rulings:
        ruling = rulings[-1]
        return Shown(str(level), _("set by hand: %(reason)s") % {"reason": ruling.reason})
    lines = [line for line in sources.lines if line.source]
    names = {line.details[0] for line in lines if line.details}
    count = ngettext("%(n)s source", "%(n)s sources", len(lines)) % {"n": len(lines)}
    publishers = ngettext("%(n)s publisher", "%(n)s publishers", len(names)) % {"n": len(names)}
    return Shown(str(level), ", ".join([count, publishers] if names else [count]))
