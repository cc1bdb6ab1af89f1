"""The numbers of all that is linked to a record, directly or through its deployments.

The deployments around a record are read once, as numbers; what links to them, and to the record,
is then asked in one question each. Where there are too many to be given as numbers, as for a
country, every question finds them again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import Q, QuerySet
from pyroaring import BitMap

from cases import models as m
from cases.crowds import Crowd, crowd_of
from cases.facets.current import current
from cases.facets.index import Index
from cases.facets.numbers import among
from cases.links import linked_to, linking, named_by, numbers_of
from cases.question import Question

MOST_NUMBERS = 500  # of places or deployments, in a question of the ORM
MOST_GIVEN = 10_000  # deployments read as numbers
UNPLACED = (m.Place, m.Vendor, m.Organisation)  # a seat or a parent puts nothing in the street
THROUGH = ("place", "vendor", "organisation", "product")  # what their deployments lead to is theirs
LOCATED = ("vendor", "organisation", "product", "law")  # known by where their deployments are
GATHERING = (*THROUGH, "law", "tag")  # kinds around which deployments gather


@dataclass(frozen=True)
class Linked:
    """The deployments around a record, and the numbers of all linked records, newest first."""

    deployments: QuerySet
    numbers: dict[str, list[int]]
    crowd: Crowd | None = None  # the deployments where they are many


def linked_of(entry: m.Entry) -> Linked:
    """What is linked to the record of an entry."""
    if entry.kind not in GATHERING:
        return Linked(m.Deployment.objects.none(), _direct_by_kind(entry))
    inside = inside_of(entry) if entry.kind == "place" else []
    question = deployments_of(entry, inside)
    if crowd := crowd_of(entry, inside):
        numbers = _sorted(crowd.index, crowd.linked())
        return Linked(among(m.Deployment.objects.order_by(), crowd.numbers), numbers, crowd)
    given = list(question.values_list("pk", flat=True)[: MOST_GIVEN + 1])
    if len(given) > MOST_GIVEN:
        selects = _selects(entry, question.values("pk"), inside)
        return Linked(question, _by_kind(numbers_of(selects), entry.pk))
    numbers = _direct(entry)
    if entry.kind == "place" and inside != [entry.pk]:
        numbers |= _in_places(inside)
    if given and entry.kind != "tag":
        numbers |= _numbers(_through(entry.kind).rows(given))
    if len(given) <= MOST_NUMBERS:
        question = m.Deployment.objects.order_by().filter(pk__in=given)
    return Linked(question, _by_kind(numbers, entry.pk))


def inside_of(entry: m.Entry) -> list[int] | QuerySet:
    """The places of an area: all of them when they are few; of many, those in use."""
    inside = m.Place.objects.inside(entry).order_by().values_list("pk", flat=True)
    numbers = list(inside[: MOST_NUMBERS + 1])
    if len(numbers) > MOST_NUMBERS:
        inside = inside.filter(pk__in=linked_to("place", owners=UNPLACED))
        numbers = list(inside[: MOST_NUMBERS + 1])
    return numbers if len(numbers) <= MOST_NUMBERS else inside


def deployments_of(entry: m.Entry, inside: Iterable[int] = ()) -> QuerySet:
    """The deployments around a record; for a place, those of the places `inside` it."""
    deployments, role = m.Deployment.objects.order_by(), m.Role.objects.order_by()
    if entry.kind == "place":
        here = m.Deployment.places.through.objects.filter(entry__in=inside).values("deployment")
        roles = role.filter(entry__in=inside).values("deployment")
        return deployments.filter(Q(pk__in=here) | Q(pk__in=roles))
    if entry.kind in ("vendor", "organisation"):
        products = m.Product.objects.filter(Q(vendor=entry) | Q(co_vendors=entry)).values("pk")
        used = m.Deployment.products.through.objects.filter(entry__in=products)
        involved = role.filter(entry=entry).values("deployment")
        return deployments.filter(Q(pk__in=involved) | Q(pk__in=used.values("deployment")))
    if entry.kind == "product":
        return deployments.filter(products=entry)
    if entry.kind == "law":
        return deployments.filter(laws=entry)
    return deployments.filter(entry__tagged__tag=entry.pk)


def _by_kind(numbers: set[int], own: int) -> dict[str, list[int]]:
    """The numbers by the kind of their records, the newest first; what is no live record is not
    among them, nor the record itself."""
    if len(numbers) <= MOST_NUMBERS:
        return _grouped(_KINDS.rows(sorted(numbers - {own})))
    index = current()
    return _sorted(index, index.documents_of(numbers - {own}))


def _grouped(rows: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for kind, number in rows:
        found.setdefault(kind, []).append(number)
    return found


def _sorted(index: Index, documents: BitMap) -> dict[str, list[int]]:
    """The numbers of these documents by kind, the newest first."""
    by_kind = {kind: index.numbers_of(documents & live) for kind, live in index.live.items()}
    return {kind: sorted(some, reverse=True) for kind, some in by_kind.items() if some}


_KINDS = Question(
    lambda values: m.Entry.objects.live().filter(pk__in=values).order_by("-pk")
    .values_list("kind", "pk")
)  # fmt: skip


def _direct(entry: m.Entry) -> set[int]:
    """What links to the record itself; nothing where nothing can."""
    question = _linking(entry.kind)
    return _numbers(question.rows([entry.pk])) if question else set()


def _direct_by_kind(entry: m.Entry) -> dict[str, list[int]]:
    """What links to the record itself, by kind, in one question: few things do."""
    question = _kinds_linking(entry.kind)
    rows = question.rows([entry.pk]) if question else []
    return _grouped(row for row in rows if row[1] != entry.pk)


@cache
def _kinds_linking(kind: str) -> Question | None:
    if not linking(kind, []):
        return None
    return Question(
        lambda values: named_by(linking(kind, values)).order_by("-pk").values_list("kind", "pk")
    )


@cache
def _linking(kind: str) -> Question | None:
    if not linking(kind, []):
        return None
    return Question(lambda values: _any_of(linking(kind, values)))


def _in_places(inside: list[int] | QuerySet) -> set[int]:
    """What links to the places of an area.

    Without the places themselves: the direct parts of a region are linked to it already.
    """
    if isinstance(inside, list):
        return _numbers(_LINKING_TO_PLACES.rows(inside))
    return numbers_of(linking("place", inside, owners=UNPLACED))


_LINKING_TO_PLACES = Question(lambda values: _any_of(linking("place", values, owners=UNPLACED)))


@cache
def _through(kind: str) -> Question:
    """The question for what the deployments around a record of a kind lead to."""
    return Question(lambda values: _any_of(_led_to(kind, values)))


def _any_of(selects: list[QuerySet]) -> QuerySet:
    """What the selects give, as often as they give it."""
    return selects[0].union(*selects[1:], all=True)


def _numbers(rows: list[tuple[int]]) -> set[int]:
    return {number for (number,) in rows}


def _selects(entry: m.Entry, deployments: QuerySet, inside) -> list[QuerySet]:
    """Numbers of all that is linked, as questions that find deployments and places themselves."""
    selects = linking(entry.kind, [entry.pk]) + _led_to(entry.kind, deployments)
    if entry.kind == "place":
        selects += linking("place", inside, owners=UNPLACED)
    return selects


def _led_to(kind: str, deployments) -> list[QuerySet]:
    """The deployments, what points to them, those who play a role in them, and their places."""
    within, through = {"deployment__in": deployments}, m.Deployment
    found = [m.Deployment.objects.order_by().filter(pk__in=deployments).values("pk")]
    if kind in THROUGH:
        found += [
            *linking("deployment", deployments),
            m.Role.objects.order_by().filter(**within).values("entry"),
            through.products.through.objects.order_by().filter(**within).values("entry"),
            through.laws.through.objects.order_by().filter(**within).values("entry"),
        ]
    if kind in LOCATED:
        found.append(through.places.through.objects.order_by().filter(**within).values("entry"))
    return found
