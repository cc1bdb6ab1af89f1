"""What a chart compares: the sums of one nature, or of one stage, and how many there are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from .breakdowns import Breakdown, Key, Row
from .measures import amount_of
from .totals import Figure


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
        codes_in = self.natures.measures.codes_in
        self.codes = {key: codes_in(documents) for key, documents in breakdown.groups.items()}
        self.counted = Counter(chain.from_iterable(self.codes.values()))
        self.titled: dict[str, set[int]] = {}
        for code in self.counted:
            self.titled.setdefault(self.natures.of(code).words, set()).add(code)

    def panels(self, most: int, most_bars: int) -> Panels:
        titles = self._titles(most)
        largest = self._largest(set().union(*(self.titled[title] for title in titles)))
        found = {title: self._empty(title, largest) for title in titles}
        for row in self.breakdown.rows_of(self._first(found, most_bars)):
            for figure in row.figures:
                panel = found.get(figure.nature.words)
                if panel and len(panel.bars) < most_bars:
                    panel.bars.append(Bar(row.label, figure))
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
                [row] = self.breakdown.rows_of([key])
                titles |= dict.fromkeys(figure.nature.words for figure in row.figures)
        return list(titles)[:most]

    def _empty(self, title: str, largest: dict[int, int]) -> Panel:
        codes = self.titled[title]
        panel = Panel(title, [], sum(self.counted[code] for code in codes), {})
        for code in codes:
            currency = self.natures.of(code).currency
            _enlarge(panel.largest, currency, amount_of(largest[code]))
        return panel

    def _largest(self, codes: set[int]) -> dict[int, int]:
        """The largest sum that any row has of each of these natures, in cents."""
        measures, shared_in = self.natures.measures, self.breakdown.shared_in
        exact = {code: measures.bitmaps[code] & measures.exact for code in codes}
        largest = dict.fromkeys(codes, 0)
        for key, documents in self.breakdown.groups.items():
            for code in self.codes[key] & codes:
                added = documents & exact[code]
                if shared := shared_in(key):
                    added -= shared
                largest[code] = max(largest[code], measures.cents_in(added))
        return largest

    def _first(self, titles: Iterable[str], most_bars: int) -> list[Key]:
        """Enough rows, the first in order, for so many bars in each of these panels."""
        found: list[Key] = []
        missing = dict.fromkeys(titles, most_bars)
        for key in self.breakdown.order:
            wanted = [title for title in missing if self.titled[title] & self.codes[key]]
            if wanted:
                found.append(key)
            for title in wanted:
                missing[title] -= len(self.titled[title] & self.codes[key])
                if missing[title] <= 0:
                    del missing[title]
            if not missing:
                break
        return found


def _enlarge(largest: dict[str, Decimal], currency: str, total: Decimal | None) -> None:
    largest[currency] = max(largest.get(currency, Decimal(0)), total or 0)
