"""Lines of money by year, funder, programme, vendor and territory: a sum a nature in each row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases.facets.index import NOTHING
from cases.facets.money import PARTIAL, UNKNOWN
from cases.kinds import KINDS

from .branches import branches_of
from .lines import Groups, Lines
from .names import titles_of
from .territory import territory_of
from .totals import ORDER, STAGES, Figure, Natures, Pairs, figures_of

MOST_ROWS = 30  # on the page; the files have all of them
Key = str | int


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
    """A way to look at the same lines; its name is that of its chart and its files.

    Thousands of rows are in order before one is made: a page shows thirty.
    """

    name: str
    title: str
    label: str  # of what stands at the start of a row
    lines: Lines
    natures: Natures
    groups: Groups
    order: Iterable[Key]  # what each row is of
    made: Callable[[list[Key]], list[Row]]  # rows of some groups
    note: str = ""
    shared: Groups | None = None  # of each row, where they are not those of the whole page
    _known: dict[Key, Row] = field(default_factory=dict)

    @property
    def shown(self) -> list[Row]:
        """The rows of the page."""
        return self.rows_of(list(islice(self.order, MOST_ROWS)))

    def rows_of(self, keys: list[Key]) -> list[Row]:
        """Some rows, each made once: the table and the chart show many of the same."""
        missing = [key for key in keys if key not in self._known]
        self._known.update(zip(missing, self.made(missing), strict=True))
        return [self._known[key] for key in keys]

    @property
    def rows(self) -> list[Row]:
        """All of them."""
        return self.made(list(self.order))

    def shared_in(self, key: Key) -> BitMap:
        """Those lines of a row that no sum may hold."""
        return self.lines.shared if self.shared is None else self.shared.get(key, NOTHING)

    @property
    def left_out(self) -> int:
        """How many rows only the files have."""
        return max(0, len(self.groups) - MOST_ROWS)


def by_stage(lines: Lines, natures: Natures, given: Pairs) -> Breakdown:
    """All of the lines, by stage."""
    groups = lines.by("stage")
    order = [stage or UNKNOWN for stage in ORDER if (stage or UNKNOWN) in groups]

    def made(keys):
        return [
            Row(_stage_words(key), "", figures_of(lines.part(groups[key]), natures, given))
            for key in keys
        ]

    return Breakdown("stages", _("By stage"), _("Stage"), lines, natures, groups, order, made)


def by_year(lines: Lines, natures: Natures, given: Pairs) -> Breakdown:
    """By the year of the date shown; what lies across two years, or has no date, stands last."""
    groups = lines.by("told")
    words = {PARTIAL: _("date not within one year"), UNKNOWN: _("without a date")}
    order = sorted(groups, key=lambda year: (year in words, year == UNKNOWN, year))

    def made(keys):
        return [
            Row(words.get(year, year), "",
                figures_of(lines.part(groups[year]), natures, _narrowed(given, "told", year)))
            for year in keys
        ]  # fmt: skip

    note = _("The year is that of the date shown in the list: budget year, receipt or signature.")
    return Breakdown("years", _("By year"), _("Year"), lines, natures, groups, order, made, note)


def by_link(
    name: str, title: str, label: str, lines: Lines, natures: Natures, given: Pairs
) -> Breakdown:
    """By a linked record, that of the filter named: the most lines first, the unknown last."""
    groups = lines.by(name)
    index = lines.measures.index
    titles = titles_of(index, (key for key in groups if key != UNKNOWN))
    order = sorted(
        groups,
        key=lambda key: (key == UNKNOWN, -len(groups[key]), titles.get(key, ""),
                         groups[key].min()),
    )  # fmt: skip

    def made(keys):
        entries = index.named(key for key in keys if key != UNKNOWN)
        known = [(key, entries.get(key)) for key in keys]
        return [
            Row(str(entry) if entry else _("not known"), entry.get_absolute_url() if entry else "",
                figures_of(lines.part(groups[key]), natures,
                           _narrowed(given, name, entry.slug if entry else UNKNOWN)))
            for key, entry in known
        ]  # fmt: skip

    return Breakdown(f"{name}s", title, label, lines, natures, groups, order, made)


def by_programme(lines: Lines, natures: Natures, given: Pairs) -> Breakdown:
    """By programme, as the lines name it."""
    groups = lines.by("programme")
    order = sorted(groups, key=lambda key: (key == UNKNOWN, -len(groups[key]), key))

    def made(keys):
        return [
            Row(_("not known") if key == UNKNOWN else key, "",
                figures_of(lines.part(groups[key]), natures, _narrowed(given, "programme", key)))
            for key in keys
        ]  # fmt: skip

    return Breakdown(
        "programmes", _("By programme"), _("Programme"), lines, natures, groups, order, made
    )


def by_territory(lines: Lines, natures: Natures, given: Pairs) -> Breakdown:
    """By place, each inside the one above: what several places share is counted, never split."""
    index = lines.measures.index
    territory = territory_of(index)
    above, covered = territory.above, places_given(given)
    shared = territory.shared
    groups = {
        node: bitmap
        for node, bitmap in lines.by("place").items()
        if node in above and (not covered or not covered.isdisjoint((node, *above[node])))
    }
    tree = branches_of(index, groups, above)

    def made(keys):
        entries = index.named(keys)
        known = [(key, entries[key]) for key in keys]
        return [
            Row(str(entry), entry.get_absolute_url(),
                figures_of(Lines(lines.measures, groups[key], shared.get(key, NOTHING)), natures,
                       _narrowed(given, "place", entry.slug)),
                min(tree.depth(key), 3))
            for key, entry in known
        ]  # fmt: skip

    note = _(
        "Each place counts what lies inside it: rows of different depth do not add up. "
        "An amount for several places together is counted in each, and added to none."
    )
    return Breakdown(
        "territories",
        _("By territory"),
        _("Place"),
        lines,
        natures,
        groups,
        tree,
        made,
        note,
        shared,
    )


def places_given(given: Pairs) -> set[int]:
    """The numbers of the places filtered by."""
    slugs = [value for name, value in given if name == "place"]
    return set(KINDS["funding"].filter.base_filters["place"].keys(slugs)) if slugs else set()


def _narrowed(given: Pairs, name: str, value: str) -> Pairs:
    """The filters of the page, this one with this value alone."""
    return (*(pair for pair in given if pair[0] != name), (name, value))


def _stage_words(stage: str) -> str:
    return str(STAGES.get(stage, _("stage not known"))).capitalize()
