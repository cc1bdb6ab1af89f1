"""The dossier of a record: what is linked to it, directly or through its deployments.

One query finds the numbers of all linked records, and what a sentence says of all of them; each
kind that is there is then read with its links. The number of queries depends on the kinds present,
never on the rows.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Max, QuerySet, Value
from django.urls import reverse

from cases import models as m
from cases.crowds import Crowd
from cases.facets.numbers import among
from cases.kinds import KINDS, Kind
from cases.linked import GATHERING, Linked, linked_of
from cases.models.money import Derived
from cases.question import Question
from cases.reading import read_records

MOST_ROWS = 50
MOST_UNLISTED = 200  # where the list cannot be filtered by the record; and records told of
ORDER = (
    "deployment", "funding", "legal", "event", "statistic", "camera", "product", "vendor",
    "organisation", "place", "law", "source", "page", "tag", "term",
)  # fmt: skip
# Of a crowd, the others are shown as rows of their list and no more is told of them.
TOLD = ("deployment", "funding", "legal", "event", "product")
# Kinds whose list can be filtered by a record of that kind: `/deployments/?place=nice`.
LISTED_BY = {
    "place": ("place", ("deployment", "funding", "legal", "event", "statistic", "camera")),
    "vendor": ("vendor", ("deployment", "product", "funding")),
    "product": ("product", ("deployment",)),
    "tag": ("tag", tuple(KINDS)),
}
# Lists that hold what a section leaves out, among others: told only where it leaves something out.
LISTED_WIDELY = {
    ("place", "place"): "place",
    ("place", "vendor"): "place",
    ("organisation", "funding"): "funder",
    ("organisation", "deployment"): "operator",
}


@dataclass(frozen=True)
class Section:
    """Linked records of one kind: some of them, and how many there are."""

    kind: Kind
    rows: list
    total: int
    list_url: str = ""
    most: int = MOST_UNLISTED  # rows in the table; facts and sentences tell of all that were read
    listed: tuple[int, ...] = ()  # numbers of records of which only a row is shown

    @property
    def shown(self) -> list:
        """The records in the table."""
        return self.rows[: self.most]

    @property
    def is_cut(self) -> bool:
        """True when some are left out."""
        return self.total > len(self.shown or self.listed)


@dataclass(frozen=True)
class Dossier:
    """All sections of one record.

    A section shows the newest records; the rest tells of all of them.
    """

    deployments: QuerySet
    sections: dict[str, Section] = field(default_factory=dict)
    states: Counter = field(default_factory=Counter)
    exact_amounts: int = 0
    verified_on: date | None = None  # the last day on which a deployment was verified
    crowd: Crowd | None = None  # the deployments where they are many

    def rows(self, kind: str) -> list:
        """The linked records of a kind."""
        return self.sections[kind].rows if kind in self.sections else []

    def total(self, kind: str) -> int:
        """How many records of a kind are linked."""
        return self.sections[kind].total if kind in self.sections else 0


def dossier_of(record: m.Record) -> Dossier:
    """The linked records of a record, by kind, in the order of the page."""
    entry = record.entry
    linked = linked_of(entry)
    numbers = {key: linked.numbers[key] for key in ORDER if key in linked.numbers}
    sections = _sections(entry, numbers, linked.crowd)
    if entry.kind not in GATHERING:
        return Dossier(linked.deployments, sections)
    states, verified_on, exact = _figures(linked, numbers)
    return Dossier(linked.deployments, sections, states, exact, verified_on, linked.crowd)


def _sections(
    entry: m.Entry, numbers: dict[str, list[int]], crowd: Crowd | None
) -> dict[str, Section]:
    """A section for each kind: the records, or the numbers of those that are only listed."""
    urls = {key: _list_url(entry, key, len(some)) for key, some in numbers.items()}
    most = {key: MOST_ROWS if url else MOST_UNLISTED for key, url in urls.items()}
    listed = {
        key: crowd.in_order(key, some[: most[key]])
        for key, some in numbers.items() if crowd and key not in TOLD
    }  # fmt: skip
    read = read_records({
        KINDS[key]: some[: MOST_UNLISTED if key in TOLD else most[key]]
        for key, some in numbers.items() if key not in listed
    })  # fmt: skip
    return {
        key: Section(KINDS[key], read.get(key, []), len(some), urls[key], most[key],
                     listed.get(key, ()))
        for key, some in numbers.items()
    }  # fmt: skip


def _figures(linked: Linked, numbers: dict[str, list[int]]) -> tuple[Counter, date | None, int]:
    """States of the deployments, the last day one was verified, and how many amounts are exact."""
    deployments, fundings = numbers.get("deployment", []), numbers.get("funding", [])
    if crowd := linked.crowd:
        days = among(m.Deployment.objects, deployments).aggregate(last=Max("verified_on"))
        return crowd.states(deployments), days["last"], crowd.exact_amounts(fundings)
    states, verified_on = _states(deployments)
    return states, verified_on, sum(n for (n,) in _EXACT.rows(fundings))


_STATES = Question(
    lambda values: m.Deployment.objects.filter(pk__in=values).order_by().values_list("status")
    .annotate(Count("pk"), Max("verified_on"))
)  # fmt: skip
_EXACT = Question(
    lambda values: m.Funding.objects.filter(pk__in=values, amount__isnull=False, formula="")
    .order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values_list("n")
)  # fmt: skip


def _states(deployments: list[int]) -> tuple[Counter, date | None]:
    """How many deployments are in each state, and the last day on which one was verified."""
    counted, days = Counter(), []
    for state, number, day in _STATES.rows(deployments):
        counted[state] += number
        days += [day] if day else []
    return counted, max(days, default=None)


def with_everything(queryset: QuerySet) -> QuerySet:
    """Records with their links and the names of the roles of their dates."""
    queryset = queryset.with_links().prefetch_related("entry__dates__role")
    if issubclass(queryset.model, Derived):
        queryset = queryset.prefetch_related("inputs__funding", "inputs__statistic")
    return queryset


def _list_url(entry: m.Entry, kind: str, total: int) -> str:
    """The list of the kind filtered by the record, where its filter can do it."""
    name, kinds = LISTED_BY.get(entry.kind, ("", ()))
    if kind not in kinds:
        name = LISTED_WIDELY.get((entry.kind, kind), "") if total > MOST_ROWS else ""
    if not name:
        return ""
    return f"{reverse('record-list', args=[KINDS[kind].word])}?{urlencode({name: entry.slug})}"
