"""The dossier of a record: what is linked to it, directly or through its deployments.

One query finds the numbers of all linked records, and what a sentence says of all of them; each
kind that is there is then read with its links. The number of queries depends on the kinds present,
never on the rows.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from cases import models as m
from cases.kinds import KINDS, Kind
from cases.links import linked_to, linking, named_by, named_by_each
from cases.models.money import Derived
from cases.reading import read_records

MOST_ROWS = 200
MOST_NUMBERS = 500  # of places or deployments: above that, the database works them out again
UNPLACED = (m.Place, m.Vendor, m.Organisation)  # a seat or a parent puts nothing in the street
ORDER = (
    "deployment", "funding", "legal", "event", "statistic", "camera", "product", "vendor",
    "organisation", "place", "law", "source", "page", "tag", "term",
)  # fmt: skip
# Kinds whose list can be filtered by a record of that kind: `/deployments/?place=nice`.
LISTED_BY = {
    "place": ("place", ("deployment", "funding", "legal", "event", "statistic", "camera")),
    "vendor": ("vendor", ("deployment", "product", "funding")),
    "product": ("product", ("deployment",)),
    "tag": ("tag", tuple(KINDS)),
}


@dataclass(frozen=True)
class Section:
    """Linked records of one kind: at most 200 of them, and how many there are."""

    kind: Kind
    rows: list
    total: int
    list_url: str = ""

    @property
    def is_cut(self) -> bool:
        """True when some are left out."""
        return self.total > len(self.rows)


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

    def rows(self, kind: str) -> list:
        """The linked records of a kind."""
        return self.sections[kind].rows if kind in self.sections else []

    def total(self, kind: str) -> int:
        """How many records of a kind are linked."""
        return self.sections[kind].total if kind in self.sections else 0


def dossier_of(record: m.Record) -> Dossier:
    """The linked records of a record, by kind, in the order of the page."""
    entry = record.entry
    inside = _inside(entry) if entry.kind == "place" else ()
    deployments, are_few = _resolved(deployments_of(entry, inside))
    selects = _selects(entry, deployments, inside)
    numbers, states, days, exact = defaultdict(list), Counter(), [], 0
    for kind, number, state, day, amount, formula in _linked(entry, selects, are_few):
        numbers[kind].append(number)
        exact += amount is not None and not formula
        if state:
            states[state] += 1
            days += [day] if day else []
    shown = {KINDS[key]: numbers[key][:MOST_ROWS] for key in ORDER if numbers[key]}
    rows = read_records(shown)
    sections = {
        key: Section(KINDS[key], rows[key], len(numbers[key]), _list_url(entry, key))
        for key in rows
    }
    return Dossier(deployments, sections, states, exact, max(days, default=None))


def _resolved(deployments: QuerySet) -> tuple[QuerySet, bool]:
    """The deployments by their numbers when they are few, else by the question as it was."""
    numbers = set(deployments.values_list("pk", flat=True)[: MOST_NUMBERS + 1])
    if len(numbers) > MOST_NUMBERS:
        return deployments, False
    return m.Deployment.objects.order_by().filter(pk__in=numbers), True


def _linked(entry: m.Entry, selects: list[QuerySet], are_few: bool) -> list[tuple]:
    """Kind and number of each linked record, the newest first, with what a sentence counts."""
    found = [named_by(selects)] if are_few else named_by_each(selects)
    columns = ("kind", "pk", "deployment__status", "deployment__verified_on", "funding__amount",
               "funding__formula")  # fmt: skip
    rows = [row for some in found for row in some.exclude(pk=entry.pk).values_list(*columns)]
    return sorted(rows, key=lambda row: -row[1])


def with_everything(queryset: QuerySet) -> QuerySet:
    """Records with their links and the names of the roles of their dates."""
    queryset = queryset.with_links().prefetch_related("entry__dates__role")
    if issubclass(queryset.model, Derived):
        queryset = queryset.prefetch_related("inputs__funding", "inputs__statistic")
    return queryset


def _selects(entry: m.Entry, deployments: QuerySet, inside) -> list[QuerySet]:
    """Numbers of the records linked to an entry, to what lies inside it, and by deployments."""
    selects = linking(entry.kind, [entry.pk])
    if entry.kind == "place":
        # Without the places themselves: the direct parts of a region are linked to it already.
        selects += linking("place", inside, owners=UNPLACED)
        return selects + _through(deployments)
    if entry.kind in ("vendor", "organisation", "product"):
        return selects + _through(deployments) + _places_of(deployments)
    return selects + (_places_of(deployments) if entry.kind == "law" else [])


def deployments_of(entry: m.Entry, inside=()) -> QuerySet:
    """The deployments around a record; for a place, those of the places `inside` it."""
    deployments = m.Deployment.objects.order_by()
    if entry.kind == "place":
        roles = m.Role.objects.filter(entry__in=inside).values("deployment")
        return deployments.filter(Q(places__in=inside) | Q(pk__in=roles))
    if entry.kind in ("vendor", "organisation"):
        products = m.Product.objects.filter(Q(vendor=entry) | Q(co_vendors=entry)).values("pk")
        involved = m.Role.objects.filter(entry=entry).values("deployment")
        return deployments.filter(Q(pk__in=involved) | Q(products__in=products))
    if entry.kind == "product":
        return deployments.filter(products=entry)
    if entry.kind == "law":
        return deployments.filter(laws=entry)
    if entry.kind == "tag":
        return deployments.filter(entry__tagged__tag=entry.pk)
    return deployments.none()


def _inside(entry: m.Entry):
    """The places of an area to which something is linked: numbers when few, else the question."""
    used = linked_to("place", owners=UNPLACED)
    inside = m.Place.objects.inside(entry).filter(pk__in=used).order_by()
    inside = inside.values_list("pk", flat=True)
    numbers = list(inside[: MOST_NUMBERS + 1])
    return numbers if len(numbers) <= MOST_NUMBERS else inside


def _through(deployments: QuerySet) -> list[QuerySet]:
    """The deployments, what points to them, and those who play a role in them."""
    found = deployments.order_by().values("pk")
    return [
        found,
        *linking("deployment", found),
        m.Role.objects.order_by().filter(deployment__in=found).values("entry"),
        m.Deployment.products.through.objects.filter(deployment__in=found).values("entry"),
        m.Deployment.laws.through.objects.filter(deployment__in=found).values("entry"),
    ]


def _places_of(deployments: QuerySet) -> list[QuerySet]:
    found = deployments.order_by().values("pk")
    return [m.Deployment.places.through.objects.filter(deployment__in=found).values("entry")]


def _list_url(entry: m.Entry, kind: str) -> str:
    """The list of the kind filtered by the record, where its filter can do it."""
    name, kinds = LISTED_BY.get(entry.kind, ("", ()))
    if kind not in kinds:
        return ""
    return f"{reverse('record-list', args=[KINDS[kind].word])}?{urlencode({name: entry.slug})}"
