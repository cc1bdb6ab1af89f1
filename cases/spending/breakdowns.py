"""Lines of money by year, funder, programme, vendor and territory: a sum a nature in each row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _

from cases.facets.index import NOTHING
from cases.facets.money import PARTIAL, UNKNOWN
from cases.kinds import KINDS

from .branches import Branches
from .lines import Groups, Key, Lines
from .names import FullestFirst
from .territory import territory_of
from .totals import ORDER, STAGES, Figure, Natures, Pairs, Rest, sums_of

MOST_ROWS = 12  # on the page; the files have all of them
MOST_SUMS, FEWEST_SUMS = 24, 2  # in the table of a page, in each of its rows


@dataclass(frozen=True)
class Row:
    """The figures of one year, one funder, one place…"""

    label: str
    url: str
    figures: list[Figure]
    rest: Rest | None = None  # the sums that a page has no room for
    depth: int = 0

    @property
    def lines(self) -> int:
        """How many lines of money it counts."""
        return sum(figure.lines for figure in self.figures)


# Rows of some groups, each with so many sums at most, or with all of them.
Maker = Callable[[list[Key], int | None], list[Row]]


@dataclass(frozen=True)
class Breakdown:
    """A way to look at the same lines; its name is that of its chart and its files.

    Thousands of rows are known before one is made: a page shows a dozen, and of each the sums of
    most lines, as many as a table has room for.
    """

    name: str
    title: str
    label: str  # of what stands at the start of a row
    groups: Groups
    order: Iterable[Key]  # what each row is of, put in order as far as it is read
    made: Maker
    note: str = ""

    @cached_property
    def shown(self) -> list[Row]:
        """The rows of the page, which the chart draws."""
        keys = list(islice(self.order, MOST_ROWS))
        return self.made(keys, max(FEWEST_SUMS, MOST_SUMS // max(1, len(keys))))

    @property
    def rows(self) -> list[Row]:
        """All of them, with every sum."""
        return self.made(list(self.order), None)

    @property
    def left_out(self) -> int:
        """How many rows only the files have."""
        return max(0, len(self.groups) - MOST_ROWS)


def by_stage(lines: Lines, natures: Natures, given: Pairs) -> Breakdown:
    """All of the lines, by stage."""
    groups = lines.by("stage")
    order = [stage or UNKNOWN for stage in ORDER if (stage or UNKNOWN) in groups]

    def made(keys, most):
        return [
            Row(_stage_words(key), "",
                *sums_of(lines.part(groups[key], "stage", key), natures,
                         _narrowed(given, "stage", key), most))
            for key in keys
        ]  # fmt: skip

    return Breakdown("stages", _("By stage"), _("Stage"), groups, order, made)


def by_year(lines: Lines, natures: Natures, given: Pairs) -> Breakdown:
    """By the year of the date shown; what lies across two years, or has no date, stands last."""
    groups = lines.by("told")
    words = {PARTIAL: _("date not within one year"), UNKNOWN: _("without a date")}
    order = sorted(groups, key=lambda year: (year in words, year == UNKNOWN, year))

    def made(keys, most):
        return [
            Row(words.get(year, year), "",
                *sums_of(lines.part(groups[year], "told", year), natures,
                         _narrowed(given, "told", year), most))
            for year in keys
        ]  # fmt: skip

    note = _("The year is that of the date shown in the list: budget year, receipt or signature.")
    return Breakdown("years", _("By year"), _("Year"), groups, order, made, note)


def by_link(
    name: str, title: str, label: str, lines: Lines, natures: Natures, given: Pairs
) -> Breakdown:
    """By a linked record, that of the filter named: the most lines first, the unknown last."""
    groups = lines.by(name)
    index = lines.measures.index

    def made(keys, most):
        entries = index.named(key for key in keys if key != UNKNOWN)
        known = [(key, entries.get(key)) for key in keys]
        return [
            Row(str(entry) if entry else _("not known"), entry.get_absolute_url() if entry else "",
                *sums_of(lines.part(groups[key], name, key), natures,
                         _narrowed(given, name, entry.slug if entry else UNKNOWN), most))
            for key, entry in known
        ]  # fmt: skip

    return Breakdown(f"{name}s", title, label, groups, FullestFirst(index, groups), made)


def by_programme(lines: Lines, natures: Natures, given: Pairs) -> Breakdown:
    """By programme, as the lines name it."""
    groups = lines.by("programme")
    order = sorted(groups, key=lambda key: (key == UNKNOWN, -groups.size(key), key))

    def made(keys, most):
        return [
            Row(_("not known") if key == UNKNOWN else key, "",
                *sums_of(lines.part(groups[key], "programme", key), natures,
                         _narrowed(given, "programme", key), most))
            for key in keys
        ]  # fmt: skip

    return Breakdown("programmes", _("By programme"), _("Programme"), groups, order, made)


def by_territory(lines: Lines, natures: Natures, given: Pairs) -> Breakdown:
    """By place, each inside the one above: what several places share is counted, never split."""
    index = lines.measures.index
    territory = territory_of(index)
    covered, shared = places_given(given), territory.shared
    named = lines.by("place")
    groups = named.only(
        node
        for node in named
        if node in territory and (not covered or not covered.isdisjoint(territory.chain(node)))
    )
    tree = Branches(index, groups, territory, covered)

    def made(keys, most):
        entries = index.named(keys)
        known = [(key, entries[key]) for key in keys]
        return [
            Row(str(entry), entry.get_absolute_url(),
                *sums_of(lines.part(groups[key], "place", key, shared.get(key, NOTHING)), natures,
                         _narrowed(given, "place", entry.slug), most),
                depth=min(tree.depth(key), 3))
            for key, entry in known
        ]  # fmt: skip

    note = _(
        "Each place counts what lies inside it: rows of different depth do not add up. "
        "An amount for several places together is counted in each, and added to none."
    )
    return Breakdown("territories", _("By territory"), _("Place"), groups, tree, made, note)


def places_given(given: Pairs) -> frozenset[int]:
    """The numbers of the places filtered by."""
    slugs = [value for name, value in given if name == "place"]
    return frozenset(KINDS["funding"].filter.base_filters["place"].keys(slugs))


def _narrowed(given: Pairs, name: str, value: str) -> Pairs:
    """The filters of the page, this one with this value alone."""
    return (*(pair for pair in given if pair[0] != name), (name, value))


def _stage_words(stage: str) -> str:
    return str(STAGES.get(stage, _("stage not known"))).capitalize()
