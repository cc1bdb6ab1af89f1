"""The ledger: lines of money grouped by nature, on one scale, never added up."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.facts.outdated import Outdated, outdated
from cases.facts.values import Mark, Value, amount_value, calculated, formula_words, shared_words
from cases.facts.when import date_value, telling_date
from cases.models import Funding

# A scale between amounts of several currencies would compare what cannot be compared.
SCALED = "EUR"


@dataclass(frozen=True)
class Entry:
    """One line of money."""

    funding: Funding
    amount: Value
    mark: Mark | None
    when: Value | None
    bar: str  # width in percent; empty: no bar
    parties: str  # who pays, then who receives
    formula: str = ""
    shared: str = ""
    outdated: tuple[Outdated, ...] = ()  # inputs that changed since it was calculated


@dataclass(frozen=True)
class Group:
    """The lines of one nature."""

    label: str
    lines: list[Entry]


def ledger_of(fundings: list[Funding]) -> list[Group]:
    """Groups in the order of their largest amount; within each, the largest first."""
    known = [f.amount for f in fundings if f.amount and f.currency == SCALED]
    scale = max(known) if len(known) > 1 else None
    groups: dict[str, list[Entry]] = {}
    changed = outdated(fundings)
    for funding in sorted(fundings, key=lambda line: -(line.amount or 0)):
        label = str(funding.kind or _("Nature not known"))
        groups.setdefault(label, []).append(_entry(funding, scale, changed))
    return [Group(label, lines) for label, lines in groups.items()]


def _entry(funding: Funding, scale: Decimal | None, changed: dict) -> Entry:
    amount = amount_value(funding, column=True)
    drawn = scale and funding.amount and funding.currency == SCALED
    dated = telling_date(funding)
    names = [str(entry) for entry in (funding.payer, funding.payee) if entry]
    return Entry(
        funding=funding,
        amount=amount,
        mark=calculated() if funding.is_derived else None,
        when=date_value(dated) if dated else None,
        bar=f"{100 * funding.amount / scale:.2f}%" if drawn else "",
        parties=", ".join(names),
        formula=formula_words(funding) if funding.is_derived else "",
        shared=shared_words(funding),
        outdated=tuple(changed.get(funding.pk, ())),
    )
