"""Sums of lines of money: only exact amounts of one nature, and what is left out is counted.

A nature is a kind, a stage, a tax basis and a currency: a grant announced and a contract paid, an
amount before tax and one with it, are never added. A line calculated from others is not added to
them. An amount for several places together is none of theirs: it is counted as shared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cases import money
from cases.facets.money import UNKNOWN
from cases.models import Funding, Term

from .lines import Line

STAGES = dict(Funding.Stage.choices)
TAXES = dict(Funding.TaxBasis.choices)
ORDER = {stage: place for place, stage in enumerate((*Funding.Stage.values, ""))}


@dataclass(frozen=True)
class Nature:
    """What may be added to what, in words, and the filters that give exactly its lines."""

    words: str
    within_stage: str  # the same, where the stage is said already
    stage: str
    pairs: tuple[tuple[str, str], ...]
    currency: str


@dataclass(frozen=True)
class Figure:
    """One sum: the exact amounts of one nature, and how many lines it says nothing of."""

    nature: Nature
    total: Decimal | None  # None when no line has an exact amount
    exact: int
    bounded: int
    silent: int
    derived: int
    shared: int
    given: tuple[tuple[str, str], ...]  # the filters that hold already

    @property
    def query(self) -> str:
        """The query string of the list of exactly its lines."""
        return query_of(self.given, self.nature.pairs)

    @property
    def lines(self) -> int:
        """How many lines its list holds."""
        return self.exact + self.bounded + self.silent + self.derived + self.shared

    @property
    def amount(self) -> str:
        """The sum in words; empty without one."""
        if self.total is None:
            return ""
        return money.display_amount(self.total, self.nature.currency or "EUR", get_language())

    @property
    def left_out(self) -> list[str]:
        """What the sum does not hold, in words."""
        said = [
            (self.bounded, ngettext("%(n)s line with bounds only", "%(n)s lines with bounds only",
                                    self.bounded)),
            (self.silent, ngettext("%(n)s line without a figure", "%(n)s lines without a figure",
                                   self.silent)),
            (self.derived, ngettext("%(n)s calculated line, not added to those it comes from",
                                    "%(n)s calculated lines, not added to those they come from",
                                    self.derived)),
            (self.shared, ngettext("%(n)s line shared with other places, not split",
                                   "%(n)s lines shared with other places, not split",
                                   self.shared)),
        ]  # fmt: skip
        return [words % {"n": number} for number, words in said if number]


class Natures:
    """The natures of the lines, with the names of their kinds, read once."""

    def __init__(self, lines: Iterable[Line]):
        kinds = {line.nature[0] for line in lines} - {None}
        self.kinds = Term.objects.select_related("entry").in_bulk(kinds)
        self.known: dict[tuple, Nature] = {}

    def of(self, key: tuple) -> Nature:
        """The nature of a line."""
        if key not in self.known:
            self.known[key] = self._made(*key)
        return self.known[key]

    def _made(self, kind, stage, tax, currency) -> Nature:
        term = self.kinds.get(kind)
        words = [
            str(term.entry) if term else _("nature not known"),
            str(STAGES.get(stage, _("stage not known"))),
            str(TAXES.get(tax, _("tax not known"))),
            *([currency] if currency not in ("EUR", "") else []),
            *([_("currency not known")] if not currency else []),
        ]
        key = term.key if term else UNKNOWN
        pairs = (("kind", key), ("stage", stage or UNKNOWN), ("tax_basis", tax or UNKNOWN),
                 ("currency", currency or UNKNOWN))  # fmt: skip
        within = [*words[:1], *words[2:]]
        return Nature(", ".join(words), ", ".join(within), stage, pairs, currency)


def figures_of(
    lines: Iterable[Line],
    natures: Natures,
    given: tuple[tuple[str, str], ...] = (),
    is_shared: Callable[[Line], bool] = lambda line: line.reaches_outside,
) -> list[Figure]:
    """A sum for each nature of the lines, by stage; `given` are the filters that hold already."""
    groups: dict[tuple, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.nature, []).append(line)
    found = [_figure(group, natures.of(key), given, is_shared) for key, group in groups.items()]
    return sorted(
        found,
        key=lambda one: (ORDER.get(one.nature.stage, 99), -(one.total or -1), one.nature.words),
    )


def _figure(group: list[Line], nature: Nature, given, is_shared) -> Figure:
    total, exact, bounded, silent, derived, shared = Decimal(0), 0, 0, 0, 0, 0
    for line in group:  # of many thousand groups
        if is_shared(line):
            shared += 1
        elif line.is_derived:
            derived += 1
        elif line.amount is not None:
            total += line.amount
            exact += 1
        elif line.is_bounded:
            bounded += 1
        else:
            silent += 1
    return Figure(
        nature=nature,
        total=total if exact else None,
        exact=exact,
        bounded=bounded,
        silent=silent,
        derived=derived,
        shared=shared,
        given=given,
    )


def query_of(given: Iterable[tuple[str, str]], pairs: Iterable[tuple[str, str]]) -> str:
    """The query string of a list: the filters of the page, narrowed by these."""
    narrowed = dict(pairs)
    kept = [(name, value) for name, value in given if name not in narrowed]
    return f"?{urlencode([*kept, *narrowed.items()])}"
