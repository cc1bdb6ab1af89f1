"""What a chart compares: the sums of one nature, or of one stage."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .breakdowns import Breakdown
from .totals import Figure


@dataclass(frozen=True)
class Bar:
    """One sum with its label."""

    label: str
    figure: Figure


@dataclass(frozen=True)
class Panel:
    """Sums that may be compared, those of one currency on one scale."""

    title: str
    bars: list[Bar]

    @property
    def largest(self) -> dict[str, Decimal]:
        """The largest sum in each currency."""
        found: dict[str, Decimal] = {}
        for bar in self.bars:
            currency, total = bar.figure.nature.currency, bar.figure.total or Decimal(0)
            found[currency] = max(found.get(currency, Decimal(0)), total)
        return found


def panels_of(breakdown: Breakdown) -> list[Panel]:
    """The sums of the table: a panel for each nature, in the order in which the rows name them.

    By stage, each stage has a panel.
    """
    panels: dict[str, Panel] = {}
    for title, bar in _bars(breakdown):
        panels.setdefault(title, Panel(title, [])).bars.append(bar)
    return list(panels.values())


def _bars(breakdown: Breakdown) -> Iterator[tuple[str, Bar]]:
    for row in breakdown.shown:
        for figure in row.figures:
            if breakdown.name == "stages":
                yield row.label, Bar(figure.nature.within_stage, figure)
            else:
                yield figure.nature.words, Bar(row.label, figure)
