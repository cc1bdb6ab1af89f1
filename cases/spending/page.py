"""Everything that `/money/` shows for a query string, and the rows of its files."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cases.kinds import KINDS
from cases.lists import ListPage, heading_of
from cases.models import Funding

from . import breakdowns as by
from .compared import Compared, per_camera, per_inhabitant, side_by_side
from .lines import Lines, lines_for
from .totals import Natures, Pairs

CHARTS = ("stages", "years", "funders", "vendors", "programmes", "territories")
COLUMNS = (
    "name", "url", "kind", "stage", "tax_basis", "currency", "nature", "total", "lines",
    "lines_exact", "lines_with_bounds", "lines_without_figure", "lines_calculated",
    "lines_shared", "list_url",
)  # fmt: skip


@dataclass(frozen=True)
class Money:
    """The lines of money that pass the filters, and the ways to look at them."""

    params: QueryDict

    @cached_property
    def heading(self) -> ListPage:
        """Filters, facets and total, as the list of the same lines has them."""
        return heading_of(KINDS["funding"], self.params)

    @cached_property
    def lines(self) -> Lines:
        """The lines of money that pass the filters."""
        chosen = KINDS["funding"].filter(self.params, queryset=Funding.objects.all())
        return lines_for(chosen.index, chosen.found(), by.places_given(self.given))

    @cached_property
    def natures(self) -> Natures:
        """What may be added to what."""
        return Natures(self.lines.measures)

    @cached_property
    def given(self) -> Pairs:
        """The filters, as the list understands them."""
        return self.heading.query

    def breakdown(self, name: str) -> by.Breakdown:
        """One way to look at the lines. Raises KeyError."""
        lines, natures, given = self.lines, self.natures, self.given
        made: dict[str, Callable[[], by.Breakdown]] = {
            "stages": lambda: by.by_stage(lines, natures, given),
            "years": lambda: by.by_year(lines, natures, given),
            "funders": lambda: by.by_link(
                "funder", _("By funder"), _("Who pays"), lines, natures, given),
            "vendors": lambda: by.by_link(
                "vendor", _("By vendor"), _("Who receives"), lines, natures, given),
            "programmes": lambda: by.by_programme(lines, natures, given),
            "territories": lambda: by.by_territory(lines, natures, given),
        }  # fmt: skip
        return made[name]()

    @property
    def breakdowns(self) -> list[by.Breakdown]:
        """All of them, in the order of the page."""
        return [self.breakdown(name) for name in CHARTS]

    @property
    def pairs(self) -> Compared:
        """Announced against decided and paid, deployment by deployment."""
        return side_by_side(self.lines)

    @property
    def per_camera(self) -> Compared:
        """Money by camera, where both are sourced."""
        return per_camera(self.lines)

    @property
    def per_inhabitant(self) -> Compared:
        """Money by inhabitant, where both are sourced."""
        return per_inhabitant(self.lines)


def lines_of_file(
    rows: Iterable[by.Row], address: Callable[[str], str], root: str
) -> Iterator[tuple]:
    """The lines of a file of these rows; numbers stay numbers."""
    for row in rows:
        for figure in row.figures:
            keys = dict(figure.nature.pairs)
            yield (
                row.label, address(row.url) if row.url else "",
                *("" if keys[name] == "-" else keys[name]
                  for name in ("kind", "stage", "tax_basis", "currency")),
                figure.nature.words, "" if figure.total is None else figure.total,
                figure.lines, figure.exact, figure.bounded, figure.silent, figure.derived,
                figure.shared, address(f"{root}{figure.query}"),
            )  # fmt: skip
