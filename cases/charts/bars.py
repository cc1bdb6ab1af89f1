"""Where the bars and the words of a chart stand: the same marks make the SVG and the PNG.

One panel for what may be compared, each with its own scale, and nothing is stacked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.spending.breakdowns import Breakdown
from cases.spending.panels import Bar, panels_of

WIDTH, MARGIN = 420, 12
LINE, BAR, STEP = 16, 10, 42  # of a text, of a bar, from one bar to the next
MOST_PANELS, MOST_BARS = 8, 12
MOST_LABEL, MOST_TITLE, MOST_NOTE = 54, 54, 60  # characters


@dataclass(frozen=True)
class Words:
    """A text at a place: `anchor` is start or end, `tone` title, plain or quiet."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    tone: str = "plain"


@dataclass(frozen=True)
class Box:
    """A bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """A chart: its size, its marks, and what it says in words."""

    title: str
    description: str
    width: int
    height: int
    marks: list[Words | Box]


def drawing_of(breakdown: Breakdown) -> Drawing:
    """The chart of the table of a breakdown: a panel for each nature, or for each stage."""
    panels = panels_of(breakdown)
    shown, bars = panels[:MOST_PANELS], sum(len(panel.bars) for panel in panels)
    marks: list[Words | Box] = [Words(MARGIN, MARGIN + LINE, breakdown.title, tone="title")]
    y = MARGIN + 2.5 * LINE
    for panel in shown:
        marks.append(Words(MARGIN, y + LINE, _cut(panel.title, MOST_TITLE), tone="title"))
        y += 1.75 * LINE
        largest = panel.largest
        for bar in panel.bars[:MOST_BARS]:
            marks += _marks(bar, y, largest)
            y += STEP
        y = _said(marks, y, len(panel.bars) - MOST_BARS)
        y += LINE / 2
    y = _said(marks, y, bars - sum(len(panel.bars) for panel in shown))
    if len(panels) > 1:
        y += LINE
        marks.append(Words(MARGIN, y, _("Each group of bars has its own scale."), tone="quiet"))
    if not panels:
        marks.append(Words(MARGIN, y + LINE, _("Nothing recorded here yet."), tone="quiet"))
        y += 2 * LINE
    return Drawing(breakdown.title, _description(bars), WIDTH, int(y + MARGIN), marks)


def _marks(bar: Bar, y: float, largest: dict[str, Decimal]) -> Iterable[Words | Box]:
    """A label and its amount over a bar; in place of the bar, what the lines lack."""
    figure, room = bar.figure, WIDTH - 2 * MARGIN
    if figure.total is None:
        yield Words(MARGIN, y + LINE - 4, _cut(bar.label, MOST_LABEL))
        yield Words(
            MARGIN, y + 2 * LINE - 2, _cut(", ".join(figure.left_out), MOST_NOTE), tone="quiet"
        )
        return
    left = sum((figure.bounded, figure.silent, figure.derived, figure.shared))
    amount = f"{figure.amount} (+ {left})" if left else figure.amount
    yield Words(MARGIN, y + LINE - 4, _cut(bar.label, MOST_LABEL - len(amount)))
    yield Words(WIDTH - MARGIN, y + LINE - 4, amount, anchor="end")
    scale = largest[figure.nature.currency]
    share = float(max(figure.total, 0) / scale) if scale else 0.0
    yield Box(MARGIN, y + LINE + 2, round(max(room * share, 1), 1), BAR)


def _said(marks: list, y: float, left: int) -> float:
    """Say how many bars only the table has; the place of what follows."""
    if left <= 0:
        return y
    words = ngettext("%(n)s more in the table", "%(n)s more in the table", left) % {"n": left}
    marks.append(Words(MARGIN, y + LINE - 4, words, tone="quiet"))
    return y + LINE


def _description(bars: int) -> str:
    """What the chart is, for those who do not see it: the table has its values."""
    words = ngettext(
        "Bar chart, %(n)s bar; the table has its values. "
        "Each group has its own scale. In brackets: lines left out of the sum.",
        "Bar chart, %(n)s bars; the table has their values. "
        "Each group has its own scale. In brackets: lines left out of the sum.",
        bars,
    )
    return words % {"n": bars}


def _cut(text: str, most: int) -> str:
    """The text, shortened with an ellipsis when it is long."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
