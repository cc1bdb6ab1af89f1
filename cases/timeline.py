"""The timeline of a record: dates in order, and where each is drawn on a common scale.

Positions are percentages of whole years, so that nothing distorts; a date is drawn as what
is known of it: a point for a day, a line within which it lies, dashes to its latest day.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from cases import dates
from cases.dossiers import Dossier
from cases.facts import Mark, Sources
from cases.facts.doubt import Against
from cases.facts.values import confidence_mark
from cases.facts.when import sort_key
from cases.models import DatedValue, Record

MOST_LINES = 40
FEWEST_YEARS = 4
MOST_LABELS = 8
# Records whose dates also tell the story of a place or of those who act.
TOLD_BY = ("deployment", "funding", "legal", "event")
TELLS_OF_OTHERS = ("place", "vendor", "organisation", "product", "deployment", "law", "tag")


@dataclass(frozen=True)
class Shape:
    """How a date is drawn: percentages from the left, and which end is open."""

    kind: str  # point, within, until, since
    start: str
    end: str


@dataclass(frozen=True)
class Line:
    """One dated fact."""

    words: str
    role: str
    title: str
    url: str
    note: str
    mark: Mark | None
    sources: tuple[int, ...]
    shape: Shape
    against: tuple[Against, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """Dated facts in order, and the years they are drawn over."""

    lines: list[Line]
    labels: list[tuple[str, int]]  # middle of a year in percent, year
    grid: list[str]


def timeline_of(record: Record, linked: Dossier, sources: Sources) -> Timeline | None:
    """The dates of the record and of what its dossier tells; None without any."""
    dated = [(one, None) for one in record.entry.dates.all()]
    if record.entry.kind in TELLS_OF_OTHERS:
        for kind in TOLD_BY:
            for other in linked.rows(kind):
                dated += [(one, other) for one in other.entry.dates.all()]
    if not dated:
        return None
    dated = sorted(dated, key=lambda pair: sort_key(pair[0]))[:MOST_LINES]
    first, last = _years([one for one, _other in dated])
    lines = [_line(one, other, sources, first, last) for one, other in dated]
    return Timeline(lines, _labels(first, last), _grid(first, last))


def _line(one: DatedValue, other: Record | None, sources: Sources, first: int, last: int) -> Line:
    return Line(
        words=dates.display(one.value, get_language() or "fr"),
        role=str(one.role),
        title=str(other.entry) if other else "",
        url=other.get_absolute_url() if other else "",
        note=one.note,
        mark=confidence_mark(one.confidence) or (None if other else sources.mark_of_row(one.key)),
        sources=() if other else sources.of_row(one.key),
        shape=_shape(one, first, last),
        against=() if other else sources.against("", [one]),
    )


def _years(dated: list[DatedValue]) -> tuple[int, int]:
    """First and last year drawn: four at least, so that a lone date stands somewhere."""
    bounds = [day for one in dated for day in (one.earliest, one.latest) if day]
    first = min(day.year for day in bounds) - any(one.earliest is None for one in dated)
    last = max(day.year for day in bounds) + any(one.latest is None for one in dated)
    return first, max(last, first + FEWEST_YEARS - 1)


def _at(day: date, first: int, last: int) -> float:
    """Where a day stands, in percent."""
    span = date(last + 1, 1, 1).toordinal() - date(first, 1, 1).toordinal()
    return 100 * (day.toordinal() - date(first, 1, 1).toordinal()) / span


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _shape(one: DatedValue, first: int, last: int) -> Shape:
    dash = 100 / (last - first + 1)
    if one.earliest is None:
        end = _at(one.latest, first, last)
        return Shape("until", _percent(max(0, end - dash)), _percent(end))
    start = _at(one.earliest, first, last)
    if one.latest is None:
        return Shape("since", _percent(start), _percent(min(100, start + dash)))
    if one.earliest == one.latest:
        return Shape("point", _percent(start), _percent(start))
    return Shape("within", _percent(start), _percent(_at(one.latest, first, last)))


def _labels(first: int, last: int) -> list[tuple[str, int]]:
    step = -(-(last - first + 1) // MOST_LABELS)
    middles = range(first, last + 1, step)
    return [(_percent(_at(date(year, 7, 1), first, last)), year) for year in middles]


def _grid(first: int, last: int) -> list[str]:
    step = -(-(last - first + 1) // (2 * MOST_LABELS))
    return [_percent(_at(date(year, 1, 1), first, last)) for year in range(first, last + 2, step)]
