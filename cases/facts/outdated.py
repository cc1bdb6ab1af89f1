"""Calculated values whose inputs changed since they were calculated. Nothing of it is stored.

What an input was, when the calculation was made, is read from its revisions: the one in force
then, or its first where it was written later. The calculation was made when the record came to
state this figure, this formula and these inputs; other edits since make it no fresher.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.kinds import KINDS
from cases.models import Entry, Funding, Record, Revision, Statistic

from .values import amount_value, figure_value

FIGURES = {
    "funding": ("amount", "amount_min", "amount_max", "amount_text", "currency"),
    "statistic": ("value", "value_qualifier", "value_text", "unit"),
}
CALCULATED = (*FIGURES["funding"], *FIGURES["statistic"], "formula", "inputs")


@dataclass(frozen=True)
class Outdated:
    """One input that is not what it was: its words then and now, and where they are compared."""

    entry: Entry
    was: str
    now: str
    url: str

    @property
    def words(self) -> str:
        """`80 M€, now 81 M€`, after the name of the input."""
        return _("%(name)s was %(was)s, is %(now)s") % {
            "name": self.entry, "was": self.was, "now": self.now,
        }  # fmt: skip


def outdated(records: Iterable[Record]) -> dict[int, list[Outdated]]:
    """{number of a calculated record: its inputs that changed}, in four queries for all."""
    derived = [record for record in records if getattr(record, "is_derived", False)]
    inputs = {entry.pk: entry for record in derived for entry in record.inputs.all()}
    inputs = {pk: entry for pk, entry in inputs.items() if entry.kind in FIGURES}
    if not inputs:
        return {}
    written, made = _revisions(inputs), _made([record.pk for record in derived])
    found, wanted = {}, set()
    for record in derived:
        when = made.get(record.pk, 0)
        for entry in record.inputs.all():
            pair = _then_and_now(written.get(entry.pk, ()), when) if entry.pk in inputs else None
            if pair and pair[0] != pair[1]:
                found.setdefault(record.pk, []).append((entry, *pair))
                wanted.update(sequence for sequence, _number in pair)
    states = dict(Revision.objects.filter(sequence__in=wanted).values_list("sequence", "snapshot"))
    return {pk: kept for pk, pairs in found.items() if (kept := list(_changed(pairs, states)))}


def _made(records: list[int]) -> dict[int, int]:
    """{record: sequence of the revision that first stated its present figure and formula}."""
    rows = Revision.objects.filter(entry__in=records).order_by("sequence")
    found, stated = {}, {}
    for entry, sequence, state in rows.values_list("entry", "sequence", "snapshot"):
        now = [state.get(name) for name in CALCULATED]
        if stated.get(entry) != now:
            found[entry], stated[entry] = sequence, now
    return found


def _revisions(entries) -> dict[int, list[tuple[int, int]]]:
    """{entry: (sequence, number) of each revision, in order}."""
    rows = Revision.objects.filter(entry__in=entries).order_by("sequence")
    found = defaultdict(list)
    for entry, sequence, number in rows.values_list("entry", "sequence", "number"):
        found[entry].append((sequence, number))
    return found


def _then_and_now(revisions, when: int):
    """The revision in force at a sequence, or the first, and the last one."""
    if not revisions:
        return None
    before = [revision for revision in revisions if revision[0] <= when]
    return (before[-1] if before else revisions[0]), revisions[-1]


def _changed(pairs, states: dict):
    for entry, (was, was_number), (now, now_number) in pairs:
        before, after = states.get(was, {}), states.get(now, {})
        names = FIGURES[entry.kind]
        if [before.get(name) for name in names] != [after.get(name) for name in names]:
            numbers = sorted({was_number, now_number})
            url = reverse("record-compare", args=[KINDS[entry.kind].word, entry.slug, *numbers])
            yield Outdated(entry, _words(entry.kind, before), _words(entry.kind, after), url)


def _words(kind: str, state: dict) -> str:
    """The figure that a snapshot states."""
    if not state:
        return _("erased or withdrawn")
    if kind == "funding":
        amounts = {name: _number(state.get(name)) for name in FIGURES[kind][:3]}
        texts = {name: state.get(name) or "" for name in FIGURES[kind][3:]}
        value = amount_value(Funding(**amounts, **texts))
    else:
        texts = {name: state.get(name) or "" for name in FIGURES[kind][1:]}
        value = figure_value(Statistic(value=_number(state.get("value")), **texts))
    return value.text or (value.mark.label if value.mark else value.note)


def _number(text) -> Decimal | None:
    try:
        return Decimal(str(text)) if text not in (None, "") else None
    except InvalidOperation:
        return None
