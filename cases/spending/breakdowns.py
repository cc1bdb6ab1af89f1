"""Lines of money by year, funder, programme, vendor and territory: a sum a nature in each row."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from cases.facets.money import PARTIAL, UNKNOWN
from cases.models import Entry, Place

from .lines import Line, chains_of
from .totals import STAGES, Figure, Natures, figures_of

MOST_ROWS = 30  # on the page; the files have all of them


@dataclass(frozen=True)
class Row:
    """The figures of one year, one funder, one place…"""

    label: str
    url: str
    figures: list[Figure]
    depth: int = 0

    @property
    def lines(self) -> int:
        """How many lines of money it counts."""
        return sum(figure.lines for figure in self.figures)


@dataclass(frozen=True)
class Breakdown:
    """A way to look at the same lines; its name is that of its chart and its files."""

    name: str
    title: str
    label: str  # of what stands at the start of a row
    rows: list[Row]
    note: str = ""

    @property
    def shown(self) -> list[Row]:
        """The rows of the page."""
        return self.rows[:MOST_ROWS]

    @property
    def left_out(self) -> int:
        """How many rows only the files have."""
        return max(0, len(self.rows) - MOST_ROWS)


Pairs = tuple[tuple[str, str], ...]


def by_stage(lines: list[Line], natures: Natures, given: Pairs) -> Breakdown:
    """All of the lines, by stage."""
    figures = figures_of(lines, natures, given)
    stages: dict[str, list[Figure]] = {}
    for figure in figures:
        stages.setdefault(figure.nature.stage, []).append(figure)
    rows = [Row(_stage_words(stage), "", found) for stage, found in stages.items()]
    return Breakdown("stages", _("By stage"), _("Stage"), rows)


def by_year(lines: list[Line], natures: Natures, given: Pairs) -> Breakdown:
    """By the year of the date shown; what lies across two years, or has no date, stands last."""
    groups = _grouped(lines, lambda line: line.year)
    words = {PARTIAL: _("date not within one year"), UNKNOWN: _("without a date")}
    order = sorted(groups, key=lambda year: (year in words, year == UNKNOWN, year))
    rows = [
        Row(words.get(year, year), "",
            figures_of(groups[year], natures, _narrowed(given, "told", year)))
        for year in order
    ]  # fmt: skip
    note = _("The year is that of the date shown in the list: budget year, receipt or signature.")
    return Breakdown("years", _("By year"), _("Year"), rows, note)


def by_link(
    name: str, title: str, label: str, read, lines: list[Line], natures: Natures, given: Pairs
) -> Breakdown:
    """By a linked record: `read` gives its number; the most lines first, the unknown last."""
    groups = _grouped(lines, read)
    entries = Entry.objects.in_bulk(number for number in groups if number)
    rows = []
    for number, found in groups.items():
        entry = entries.get(number)
        narrowed = _narrowed(given, name, entry.slug if entry else UNKNOWN)
        rows.append(
            Row(str(entry) if entry else _("not known"), entry.get_absolute_url() if entry else "",
                figures_of(found, natures, narrowed))
        )  # fmt: skip
    rows.sort(key=lambda row: (not row.url, -row.lines, row.label))
    return Breakdown(f"{name}s", title, label, rows)


def by_programme(lines: list[Line], natures: Natures, given: Pairs) -> Breakdown:
    """By programme, as the lines name it."""
    rows = [
        Row(programme or _("not known"), "",
            figures_of(found, natures,
                       _narrowed(given, "programme", programme or UNKNOWN)))
        for programme, found in _grouped(lines, lambda line: line.programme).items()
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.label == _("not known"), -row.lines, row.label))
    return Breakdown("programmes", _("By programme"), _("Programme"), rows)


def by_territory(lines: list[Line], natures: Natures, given: Pairs) -> Breakdown:
    """By place, each inside the one above: what several places share is counted, never split."""
    chains = chains_of(lines)
    covered = _covered(given)
    groups: dict[int, list[Line]] = {}
    for line in lines:
        for node in {node for place in line.places for node in chains.get(place, (place,))}:
            groups.setdefault(node, []).append(line)
    above = {node: chain[: chain.index(node)] for chain in chains.values() for node in chain}
    if covered is not None:
        groups = {n: g for n, g in groups.items() if {n, *above.get(n, ())} & covered}
    entries = Entry.objects.in_bulk(groups)
    rows = []
    for node in sorted(groups, key=partial(_in_tree, above, entries, groups)):
        entry = entries[node]
        rows.append(
            Row(str(entry), entry.get_absolute_url(),
                figures_of(groups[node], natures, _narrowed(given, "place", entry.slug),
                           partial(_reaches_outside, node, chains)),
                min(sum(1 for part in above.get(node, ()) if part in groups), 3))
        )  # fmt: skip
    note = _(
        "Each place counts what lies inside it: rows of different depth do not add up. "
        "An amount for several places together is counted in each, and added to none."
    )
    return Breakdown("territories", _("By territory"), _("Place"), rows, note)


def _in_tree(above: dict, entries: dict, groups: dict, node: int) -> list[tuple]:
    """Where a place stands: under those it lies in, the one with the most lines first."""
    chain = [part for part in (*above.get(node, ()), node) if part in groups]
    return [(-len(groups[part]), str(entries[part]), part) for part in chain]


def _reaches_outside(node: int, chains: dict, line: Line) -> bool:
    """True when a line also pays for a place that is not inside this one."""
    return any(node not in chains.get(place, (place,)) for place in line.places)


def _covered(given: Pairs) -> set[int] | None:
    """The numbers of the places filtered by; None without such a filter."""
    slugs = [value for name, value in given if name == "place"]
    if not slugs:
        return None
    return set(Place.objects.filter(entry__slug__in=slugs).values_list("pk", flat=True))


def _grouped(lines: Iterable[Line], read) -> dict:
    groups: dict = {}
    for line in lines:
        groups.setdefault(read(line), []).append(line)
    return groups


def _narrowed(given: Pairs, name: str, value: str) -> Pairs:
    """The filters of the page, this one with this value alone."""
    return (*(pair for pair in given if pair[0] != name), (name, value))


def _stage_words(stage: str) -> str:
    return str(STAGES.get(stage, _("stage not known"))).capitalize()
