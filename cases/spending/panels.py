"""What a chart compares: the sums of one nature, or of one stage, and how many there are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice

from .breakdowns import Breakdown, Row
from .measures import amount_of
from .totals import Figure

AT_ONCE = 30  # rows made together


@dataclass(frozen=True)
class Bar:
    """One sum with its label."""

    label: str
    figure: Figure


@dataclass
class Panel:
    """Sums that may be compared: the first of them, their number, the largest by currency."""

    title: str
    bars: list[Bar]
    number: int
    largest: dict[str, Decimal]


@dataclass(frozen=True)
class Panels:
    """The first panels of a chart, how many there are, and how many bars all of them have."""

    shown: list[Panel]
    number: int
    bars: int


def panels_of(breakdown: Breakdown, most: int, most_bars: int) -> Panels:
    """A panel for each nature, in the order of the rows; for each stage when by stage."""
    if breakdown.name == "stages":
        return _by_row(breakdown.rows, most, most_bars)
    return _ByNature(breakdown).panels(most, most_bars)


def _by_row(rows: list[Row], most: int, most_bars: int) -> Panels:
    found = []
    for row in rows[:most]:
        bars = [Bar(figure.nature.within_stage, figure) for figure in row.figures]
        largest: dict[str, Decimal] = {}
        for figure in row.figures:
            _enlarge(largest, figure.nature.currency, figure.total)
        found.append(Panel(row.label, bars[:most_bars], len(bars), largest))
    return Panels(found, len(rows), sum(len(row.figures) for row in rows))


class _ByNature:
    """The natures of every row are known without its sums, which are made where they show."""

    def __init__(self, breakdown: Breakdown):
        self.breakdown, self.natures = breakdown, breakdown.natures
        self.codes = {key: lines.codes for key, lines in breakdown.groups.items()}
        self.counted = Counter(chain.from_iterable(self.codes.values()))
        self.titled: dict[str, set[int]] = {}
        for code in self.counted:
            self.titled.setdefault(self.natures.of(code).words, set()).add(code)

    def panels(self, most: int, most_bars: int) -> Panels:
        found = {title: self._empty(title) for title in self._titles(most)}
        missing = {t: min(panel.number, most_bars) for t, panel in found.items()}
        for row in self._rows():
            for figure in row.figures:
                title = figure.nature.words
                if missing.get(title):
                    missing[title] -= 1
                    found[title].bars.append(Bar(row.label, figure))
            if not any(missing.values()):
                break
        return Panels(list(found.values()), len(self.titled), sum(self.counted.values()))

    def _titles(self, most: int) -> list[str]:
        """The first titles in the order in which the rows name them."""
        titles: dict[str, None] = {}
        seen: set[int] = set()
        for key in self.breakdown.order:
            if len(titles) >= min(most, len(self.titled)):
                break
            if self.codes[key] - seen:
                seen |= self.codes[key]
                [row] = self.breakdown.made([key])
                titles |= dict.fromkeys(figure.nature.words for figure in row.figures)
        return list(titles)[:most]

    def _empty(self, title: str) -> Panel:
        codes = self.titled[title]
        panel = Panel(title, [], sum(self.counted[code] for code in codes), {})
        for code in codes:
            currency = self.natures.of(code).currency
            _enlarge(panel.largest, currency, self._largest(code))
        return panel

    def _largest(self, code: int) -> Decimal:
        """The largest sum that any row has of a nature."""
        measures = self.natures.measures
        exact = measures.bitmaps[code] & measures.exact
        sums = [
            measures.cents_in((lines.documents & exact) - lines.shared)
            for key, lines in self.breakdown.groups.items()
            if code in self.codes[key]
        ]
        return amount_of(max(sums))

    def _rows(self) -> Iterator[Row]:
        yield from self.breakdown.shown
        keys = islice(self.breakdown.order, len(self.breakdown.shown), None)
        while some := list(islice(keys, AT_ONCE)):
            yield from self.breakdown.made(some)


def _enlarge(largest: dict[str, Decimal], currency: str, total: Decimal | None) -> None:
    largest[currency] = max(largest.get(currency, Decimal(0)), total or 0)
