"""The money of a dossier added up, only within one nature: the figures of `/money/` for it."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.dossiers import Dossier
from cases.facets.money import UNKNOWN
from cases.kinds import KINDS
from cases.models import Funding, Record
from cases.spending import breakdowns as by
from cases.spending.lines import Lines, lines_for
from cases.spending.totals import Natures, Pairs

FEWEST_LINES = 2  # one line says itself all that there is
TELLING = ("programmes", "funders", "vendors", "territories")  # nothing, where none is known
MOST_LINES = 2000  # above that, the page of the money does it


@dataclass(frozen=True)
class Sums:
    """Ways to look at the same lines of money, and the page that has all of them."""

    template: ClassVar[str] = "records/parts/sums.html"
    after: ClassVar[str] = "funding"

    title: str
    breakdowns: list[by.Breakdown]
    lines: int
    money_url: str


def of_place(record: Record, linked: Dossier) -> Sums | None:
    """Money for a territory, by stage and by who pays."""
    return _sums(_("Money by funder and stage"), record, linked, "place", ("stages", "funders"))


def of_payee(record: Record, linked: Dossier) -> Sums | None:
    """Money for a vendor, by stage and by who pays."""
    return _sums(_("Money received, by funder and stage"), record, linked, "vendor",
                 ("stages", "funders"))  # fmt: skip


def of_payer(record: Record, linked: Dossier) -> Sums | None:
    """What a funder pays for: by programme, year, recipient and territory."""
    return _sums(_("What it pays for"), record, linked, "funder",
                 ("programmes", "years", "vendors", "territories"))  # fmt: skip


def _sums(title: str, record: Record, linked: Dossier, name: str, ways) -> Sums | None:
    if linked.total("funding") < FEWEST_LINES:
        return None
    given = ((name, record.entry.slug),)
    chosen = KINDS["funding"].filter(QueryDict(urlencode(given)), queryset=Funding.objects.all())
    documents = chosen.found()
    total = linked.total("funding") if linked.total("funding") > MOST_LINES else len(documents)
    if total < FEWEST_LINES:
        return None
    found = []
    if total <= MOST_LINES:
        lines = lines_for(chosen.index, documents, by.places_given(given))
        found = _breakdowns(lines, given, ways)
    return Sums(title, found, total, f"{reverse('money')}?{urlencode(given)}")


def _breakdowns(lines: Lines, given: Pairs, ways) -> list[by.Breakdown]:
    """The ways that tell the lines apart: one row for what is not known says nothing."""
    natures = Natures(lines.measures)
    made = {
        "stages": lambda: by.by_stage(lines, natures, given),
        "years": lambda: by.by_year(lines, natures, given),
        "programmes": lambda: by.by_programme(lines, natures, given),
        "territories": lambda: by.by_territory(lines, natures, given),
        "funders": lambda: by.by_link("funder", _("By funder"), _("Who pays"),
                                      lines, natures, given),
        "vendors": lambda: by.by_link("vendor", _("By recipient"), _("Who receives"),
                                      lines, natures, given),
    }  # fmt: skip
    found = [made[way]() for way in ways]
    return [one for one in found if one.name not in TELLING or one.groups.keys() - {UNKNOWN}]
