"""Functions of products: what is advertised is not what was found, nor what runs somewhere."""

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count, Q

from cases.dossiers import Dossier
from cases.facts.values import Value, named
from cases.models import Deployment, Entry, Product, ProductFunction, Record


@dataclass(frozen=True)
class Line:
    """One function: the products that have it, by how far it is known; the deployments named."""

    function: Value
    states: list[tuple[str, list[Value]]]
    deployments: int


@dataclass(frozen=True)
class Functions:
    """All functions of the products of a vendor, or of one product."""

    template: ClassVar[str] = "records/parts/functions.html"
    after: ClassVar[str] = "product"

    lines: list[Line]
    of_one: bool  # of one product: its name need not be repeated


def of_vendor(record: Record, linked: Dossier) -> Functions | None:
    """Functions of the products that it sells, alone or with others."""
    sold = Product.objects.filter(Q(vendor=record.pk) | Q(co_vendors=record.pk)).values("pk")
    return _functions(ProductFunction.objects.filter(product__in=sold), linked, of_one=False)


def of_product(record: Record, linked: Dossier) -> Functions | None:
    """Functions of one product."""
    return _functions(ProductFunction.objects.filter(product=record.pk), linked, of_one=True)


def _functions(rows, linked: Dossier, of_one: bool) -> Functions | None:
    rows = list(rows.select_related("function", "product__entry").order_by("position", "id"))
    recorded = _recorded(linked)
    entries = {row.function_id: row.function for row in rows}
    entries |= Entry.objects.in_bulk(set(recorded) - set(entries))
    if not entries:
        return None
    lines = [
        Line(named(entry), _states([row for row in rows if row.function_id == number]),
             recorded.get(number, 0))
        for number, entry in sorted(entries.items(), key=lambda pair: str(pair[1]))
    ]  # fmt: skip
    return Functions(lines, of_one)


def _states(rows: list[ProductFunction]) -> list[tuple[str, list[Value]]]:
    """Each state with the products that the function is known to have in it."""
    return [
        (label, [named(row.product.entry) for row in rows if row.state == state])
        for state, label in ProductFunction.State.choices
        if any(row.state == state for row in rows)
    ]


def _recorded(linked: Dossier) -> dict[int, int]:
    """In how many of the linked deployments each function is recorded."""
    if not linked.total("deployment"):
        return {}
    through = Deployment.functions.through.objects.filter(
        deployment__in=linked.deployments.values("pk")
    )
    rows = through.order_by().values_list("entry").annotate(Count("deployment", distinct=True))
    return dict(rows)
