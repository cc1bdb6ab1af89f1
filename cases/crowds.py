"""The deployments around a record where they are thousands, as documents of the index of lists.

For every question about them the database would look each of them up again: a capital took it
seconds. The index holds their places, roles, states and dates already.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from pyroaring import BitMap

from cases import models as m
from cases.facets.amounts import EXACT
from cases.facets.bitmaps import Bitmaps
from cases.facets.current import current, facets_of
from cases.facets.index import NOTHING, Index, union
from cases.facets.moments import ANY
from cases.facets.numbers import any_of
from cases.facets.orders import fullest_places
from cases.links import linking, pairs_of, relations, rows_linking

FEWEST = 100  # deployments; of fewer, the database is asked
FEW_LINKS = 500  # rows of a relation that are read once for all records
GATHERING = ("place", "vendor", "organisation", "product")
# Links to deployments that the facet of the territory follows as well.
PLACED = (m.Funding, m.LegalChallenge, m.Event)
HELD_OF_PLACES = ("funding", "legal", "event", "camera", "statistic")
# Their links to places are all in the index.
HELD_ROWS = (m.Deployment, m.Role, m.Camera, m.Funding)


@dataclass(frozen=True)
class Crowd:
    """The deployments around one record, at one version of the data."""

    index: Index
    entry: m.Entry
    inside: list[int]  # of a place: itself and the places in it
    documents: BitMap

    @cached_property
    def facets(self) -> dict[str, Bitmaps]:
        """Those of deployments."""
        return facets_of(self.index, "deployment")

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of the deployments."""
        return self.index.numbers_of(self.documents)

    @cached_property
    def given(self):
        """The same for a condition of the database."""
        return any_of(self.numbers)

    def linked(self) -> BitMap:
        """The documents of all that is linked to the record, by its deployments or itself."""
        led_to = [
            number for name in ("vendor", "operator", "product") for number in self.keys(name)
        ]
        if self.entry.kind != "place":
            led_to += self.keys("place_itself")
        laws = m.Deployment.laws.through.objects.order_by()
        led_to += _rows(laws.filter(deployment__in=self.given).values("entry").distinct())
        found = self.documents | self.index.documents_of(led_to)
        found |= self.index.documents_of(self._pointing()) | self.index.documents_of(self._direct())
        if self.entry.kind == "place":
            found |= self._held_of_places()
        found.discard(self.index.documents[self.entry.pk])
        return found

    def keys(self, name: str) -> list[int]:
        """The keys of a facet that any of the deployments has."""
        return keys_within(self.facets[name], self.documents)

    def states(self, deployments: list[int]) -> Counter:
        """How many of these deployments are in each state; some may be linked directly."""
        held, within = self.facets["status"], self.index.documents_of(deployments)
        return Counter({state: held[state].intersection_cardinality(within) for state in held})

    def having(self, name: str, keys: Iterable) -> int:
        """How many of the deployments have any of these keys of a facet."""
        bitmaps = self.facets[name]
        found = union(bitmaps[key] for key in keys if key in bitmaps)
        return found.intersection_cardinality(self.documents)

    def exact_amounts(self, fundings: list[int]) -> int:
        """How many of these lines of money have an exact amount that is not calculated."""
        exact = facets_of(self.index, "funding")["standing"].get(EXACT, NOTHING)
        return exact.intersection_cardinality(self.index.documents_of(fundings))

    def in_order(self, kind: str, numbers: list[int]) -> tuple[int, ...]:
        """Linked records as a page shows them: places by their deployments, others as they are."""
        if kind != "place":
            return tuple(numbers)
        return tuple(fullest_places(self.index, self.index.documents_of(numbers)))

    def newest(self, most: int) -> list[int]:
        """The deployments edited last."""
        return self.index.numbers_of(self.documents[-most:])

    def lacking(self) -> dict[str, int]:
        """How many lack a supplier, an amount, a date, a state."""
        total, status = len(self.documents), m.Deployment.Status
        figure = Q(funding__amount__isnull=False) | Q(funding__amount_min__isnull=False)
        paid = m.Funding.deployments.through.objects.filter(figure, entry__in=self.given)
        return {
            "supplier": total - self.having("role", m.Role.SUPPLY),
            "amount": total - paid.order_by().values("entry").distinct().count(),
            "date": total - self.having("moments", [f"{ANY}#1"]),
            "state": self.having("status", [status.UNKNOWN]),
        }

    def _pointing(self) -> set[int]:
        """What points to the deployments, relation by relation."""
        members, found = set(self.numbers), set()
        aside = any_of(self._aside())
        for relation, few in _links(self.index):
            if few is not None:
                found.update(owner for owner, to in few if to in members)
            else:
                is_held = self.entry.kind == "place" and relation[0] in PLACED
                found.update(_rows(rows_linking(*relation, aside if is_held else self.given)))
        return found

    def _held_of_places(self) -> BitMap:
        """What the index holds of the places: what names them, and money that they give or get."""
        placed = (facets_of(self.index, kind)["place"] for kind in HELD_OF_PLACES)
        found = [bitmaps.get(self.entry.pk, NOTHING) for bitmaps in placed]
        money = facets_of(self.index, "funding")
        for name in ("funder", "vendor"):
            found += [money[name][number] for number in self.inside if number in money[name]]
        return union(found)

    def _aside(self) -> list[int]:
        """The deployments in which a place plays a role and that do not name it as theirs."""
        named = self.facets["place"].get(self.entry.pk, NOTHING)
        return self.index.numbers_of(self.documents - named)

    def _direct(self) -> set[int]:
        """What links to the record, or to a place in it; not what the index holds of places."""
        kind, number = self.entry.kind, self.entry.pk
        if kind != "place":
            selects = linking(kind, [number], owners=(m.Deployment, m.Role))
            return {one for select in selects for one in _rows(select)}
        selects = linking(kind, [number], owners=HELD_ROWS)
        if self.inside != [number]:
            unplaced = (m.Place, m.Vendor, m.Organisation)
            selects += linking(kind, any_of(self.inside), owners=(*HELD_ROWS, *unplaced))
        return {one for select in selects for one in _rows(select)}


def crowd_of(entry: m.Entry, inside) -> Crowd | None:
    """The deployments around a record if they are many; `inside` are the places of an area."""
    if entry.kind not in GATHERING:
        return None
    index = current()
    facets, inside = facets_of(index, "deployment"), list(inside)
    bodies = inside if entry.kind == "place" else [entry.pk]
    found = [
        facets[name][number]
        for name in ("vendor", "operator") for number in bodies if number in facets[name]
    ]  # fmt: skip
    products = [entry.pk] if entry.kind == "product" else []
    if entry.kind in ("vendor", "organisation"):
        sold = m.Product.objects.order_by().filter(Q(vendor=entry) | Q(co_vendors=entry))
        products = sold.values_list("pk", flat=True)
    found += [facets["product"][number] for number in products if number in facets["product"]]
    if entry.kind == "place":
        found.append(facets["place"].get(entry.pk, NOTHING))
    documents = union(found)
    return Crowd(index, entry, inside, documents) if len(documents) >= FEWEST else None


def keys_within(bitmaps: Bitmaps, documents: BitMap) -> list:
    """The keys of a facet that any of these documents has."""
    if bitmaps.is_read_forward(documents, most=len(bitmaps)):
        return bitmaps.forward.keys_of(documents)
    return [key for key in bitmaps if not bitmaps[key].isdisjoint(documents)]


def pairs_within(bitmaps: Bitmaps, groups: dict[int, BitMap]) -> Iterator[tuple]:
    """(key, group) wherever a key of a facet has any of the documents of a group."""
    small: dict[int, list[int]] = {}
    for group, documents in groups.items():
        if len(documents) >= FEWEST:
            yield from ((key, group) for key in keys_within(bitmaps, documents))
            continue
        for document in documents:
            small.setdefault(document, []).append(group)
    every = BitMap(small)
    for key in bitmaps:
        yield from ((key, group) for one in bitmaps[key] & every for group in small[one])


def _links(index: Index) -> list[tuple[tuple, list[tuple[int, int]] | None]]:
    """Each relation that may link to deployments; its pairs, read once, where it has few."""

    def read():
        found = []
        for model, field, owner, kinds in relations():
            if "deployment" in kinds:
                pairs = list(pairs_of(model, field, owner)[: FEW_LINKS + 1])
                few = pairs if len(pairs) <= FEW_LINKS else None
                found.append(((model, field, owner), few))
        return found

    return index.remember(("links to deployments",), read)


def _rows(select: QuerySet) -> list[int]:
    """The numbers that a select of one column gives; there may be tens of thousands."""
    try:
        asked = select.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        return [number for (number,) in cursor.fetchall()]
