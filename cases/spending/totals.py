"""Sums of lines of money: only exact amounts of one nature, and what is left out is counted.

A nature is a kind, a stage, a tax basis and a currency: a grant announced and a contract paid, an
amount before tax and one with it, are never added. A line calculated from others is not added to
them. An amount for several places together is none of theirs: it is counted as shared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy as ngettext

from cases import money
from cases.facets.money import UNKNOWN
from cases.models import Funding, Term

from .lines import Lines, Sum
from .measures import Measures, amount_of

STAGES = dict(Funding.Stage.choices)
TAXES = dict(Funding.TaxBasis.choices)
NATURE = ("kind", "stage", "tax_basis", "currency")  # the filters that say a nature
Pairs = tuple[tuple[str, str], ...]  # filters, as the list understands them
ORDER = {stage: place for place, stage in enumerate((*Funding.Stage.values, ""))}

MOST_REMEMBERED = 4096
LEFT_OUT = {
    "bounded": ngettext("%(n)s line with bounds only", "%(n)s lines with bounds only", "n"),
    "silent": ngettext("%(n)s line without a figure", "%(n)s lines without a figure", "n"),
    "derived": ngettext("%(n)s calculated line, not added to those it comes from",
                             "%(n)s calculated lines, not added to those they come from", "n"),
    "shared": ngettext("%(n)s line shared with other places, not split",
                            "%(n)s lines shared with other places, not split", "n"),
}  # fmt: skip


@dataclass(frozen=True)
class Nature:
    """What may be added to what, in words, and the filters that give exactly its lines."""

    words: str
    within_stage: str  # the same, where the stage is said already
    stage: str
    pairs: tuple[tuple[str, str], ...]
    currency: str
    query: str  # the same filters as a query string


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
    query: str  # the list of exactly its lines

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
        language = get_language()
        return [
            _left_out(language, name, number)
            for name in LEFT_OUT
            if (number := getattr(self, name))
        ]


@lru_cache(MOST_REMEMBERED)
def _left_out(_language: str, name: str, number: int) -> str:
    """The words, found once for each number: a page has thousands of them."""
    return LEFT_OUT[name] % {"n": number}


@dataclass(frozen=True)
class Rest:
    """The sums of a row that a page has no room for."""

    sums: int
    lines: int  # of the whole row
    query: str  # the list of the lines of the whole row


class Natures:
    """The natures of the lines in words, for one page."""

    def __init__(self, measures: Measures):
        self.measures = measures
        kinds = {nature[0] for nature in measures.natures} - {UNKNOWN}
        self.kinds = Term.objects.select_related("entry").in_bulk(kinds)
        self.known = [self._made(*nature) for nature in measures.natures]

    def of(self, code: int) -> Nature:
        """The nature with this place in the list of the measures."""
        return self.known[code]

    def _made(self, kind, *values: str) -> Nature:
        stage, tax, currency = ("" if value == UNKNOWN else value for value in values)
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
        return Nature(", ".join(words), ", ".join(within), stage, pairs, currency, urlencode(pairs))


def sums_of(
    lines: Lines, natures: Natures, given: Pairs, most: int | None = None
) -> tuple[list[Figure], Rest | None]:
    """A sum for each nature of the lines, by stage; `given` are the filters that hold already.

    Of more than `most` natures those of most lines are added up, and the others are told apart.
    """
    sums = lines.sums(most)
    left_out = sums.left_out
    rest = Rest(left_out, len(lines), f"?{urlencode(given)}") if left_out else None
    return figures_of(sums.made, natures, given), rest


def figures_of(sums: Iterable[Sum], natures: Natures, given: Pairs) -> list[Figure]:
    """Some sums with their words, by stage."""
    kept = urlencode([pair for pair in given if pair[0] not in NATURE])
    start = f"?{kept}&" if kept else "?"
    found = [_figure(one, natures.of(one.code), start) for one in sums]
    return sorted(
        found,
        key=lambda one: (ORDER.get(one.nature.stage, 99), -(one.total or -1), one.nature.words),
    )


def _figure(one: Sum, nature: Nature, start: str) -> Figure:
    return Figure(
        nature=nature,
        total=None if one.cents is None else amount_of(one.cents),
        exact=one.exact,
        bounded=one.bounded,
        silent=one.silent,
        derived=one.derived,
        shared=one.shared,
        query=f"{start}{nature.query}",
    )
