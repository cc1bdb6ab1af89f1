"""Amounts that belong together: what one deployment was promised and paid, and what it costs each.

Nothing is subtracted. A quotient is made only where the amount and what divides it are exact, both
have a source, and both belong to one deployment or to one place; it is marked calculated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases import money
from cases.facets.numbers import among
from cases.facts.values import Value, amount_value
from cases.models import Citation, Confidence, Deployment, Entry, Funding, Place

from .lines import Lines
from .several import COMMITTED, PAID, PROMISED, several_of

MOST_PAIRS, MOST_QUOTIENTS = 15, 15
FIRST_PART = 500  # lines


@dataclass(frozen=True)
class Stated:
    """One amount with its line of money and what it is."""

    funding: Funding
    amount: Value
    words: str


@dataclass(frozen=True)
class Pair:
    """What one deployment was announced to cost, and what was then decided and paid."""

    deployment: Entry
    promised: list[Stated]
    committed: list[Stated]
    paid: list[Stated]


@dataclass(frozen=True)
class Compared:
    """The first pairs or quotients, and whether a filter would show others."""

    shown: list
    has_more: bool


@dataclass(frozen=True)
class Quotient:
    """Money divided by cameras or by inhabitants, with both of its inputs."""

    figure: str
    formula: str
    funding: Funding
    about: Entry
    words: str


def side_by_side(lines: Lines) -> Compared:
    """Deployments with a line announced or requested and one decided or paid."""
    index = lines.measures.index
    passing = several_of(index).passing(lines.by("stage"))
    found = {number: BitMap(documents) for number, documents in islice(passing, MOST_PAIRS)}
    links = {
        number: index.numbers_of(documents & lines.documents) for number, documents in found.items()
    }
    entries = Entry.objects.in_bulk(links)
    known = _shown([line for numbers in links.values() for line in numbers])
    pairs = [
        _pair(entries[number], [known[line] for line in numbers])
        for number, numbers in links.items()
    ]
    return Compared(pairs, next(passing, None) is not None)


def _shown(numbers: list[int]) -> dict[int, Funding]:
    """Lines of money with what is said of them here."""
    records = Funding.objects.filter(pk__in=numbers).select_related("entry", "kind")
    return {record.pk: record for record in records}


def _pair(entry: Entry, fundings: list[Funding]) -> Pair:
    def stated(stages):
        lines = [one for one in fundings if one.stage in stages]
        return [
            _stated(one) for one in sorted(lines, key=lambda one: (stages.index(one.stage), one.pk))
        ]

    return Pair(entry, stated(PROMISED), stated(COMMITTED), stated(PAID))


def _stated(funding: Funding) -> Stated:
    return Stated(funding, amount_value(funding), _nature_words(funding))


def _nature_words(funding: Funding) -> str:
    tax = funding.get_tax_basis_display() or _("tax not known")
    stage = funding.get_stage_display() or _("stage not known")
    kind = str(funding.kind) if funding.kind else _("nature not known")
    return ", ".join(map(str, (kind, stage, tax)))


def per_camera(lines: Lines) -> Compared:
    """Exact amounts of one deployment each, divided by its cameras; both have a source."""
    counted = Deployment.objects.filter(Exists(sourced("cameras_total")), cameras_total__gt=0)
    found = []
    alone, has_more = _alone(lines, Funding.deployments.through.objects, counted)
    for funding, deployment in alone:
        cameras = money.display_number(deployment.cameras_total, get_language())
        words = _("%(amount)s ÷ %(n)s cameras")
        found.append(_quotient(funding, deployment, deployment.cameras_total, words, cameras))
    return Compared(found, has_more)


def per_inhabitant(lines: Lines) -> Compared:
    """Exact amounts of one place each, divided by its inhabitants; both have a source."""
    counted = Place.objects.filter(
        ~Q(edition="") | Q(Exists(sourced("population"))), population__gt=0
    )
    found = []
    alone, has_more = _alone(lines, Funding.places.through.objects, counted)
    for funding, place in alone:
        people = money.display_number(place.population, get_language())
        words = _("%(amount)s ÷ %(n)s inhabitants")
        found.append(_quotient(funding, place, place.population, words, people))
    return Compared(found, has_more)


def sourced(field: str) -> QuerySet:
    """Citations that state a field of a record, or the whole of it."""
    cited = Citation.objects.filter(entry=OuterRef("pk"), field__in=("", field))
    named = cited.filter(Q(source__isnull=False) | ~Q(acquisition=""))
    return named.exclude(confidence=Confidence.INFERRED)


def _alone(lines: Lines, through, counted: QuerySet) -> tuple[list[tuple], bool]:
    """Lines of money with the one record that each belongs to, the last entered first.

    A page shows a few, so that a part of the lines is asked about, and more where that was few.
    Whether there are others is told beside.
    """
    pairs: list[tuple[int, int]] = []
    for numbers in _parts(lines.exact):
        pairs += _sourced_pairs(numbers, through, counted)
        if len(pairs) > MOST_QUOTIENTS:
            break
    has_more, pairs = len(pairs) > MOST_QUOTIENTS, pairs[:MOST_QUOTIENTS]
    known = _shown([f for f, _r in pairs])
    records = counted.filter(pk__in=[r for _f, r in pairs]).select_related("entry")
    about = {record.pk: record for record in records}
    return [(known[f], about[r]) for f, r in pairs], has_more


def _parts(numbers: BitMap) -> Iterator[list[int]]:
    """The numbers from the last on, a part at a time, each part larger than the one before."""
    end, size = len(numbers), FIRST_PART
    while end > 0:
        yield list(numbers[max(0, end - size) : end])
        end, size = end - size, size * 4


def _sourced_pairs(numbers: list[int], through, counted: QuerySet) -> list[tuple[int, int]]:
    """Of these lines, those with a sourced amount and one record alone, and that record."""
    stated = Funding.objects.filter(amount__gt=0).exclude(currency="")
    stated = among(stated, numbers).filter(Exists(sourced("amount")))
    others = through.filter(funding=OuterRef("funding")).exclude(entry=OuterRef("entry"))
    links = through.filter(
        Exists(counted.filter(pk=OuterRef("entry"))), funding__in=stated.order_by().values("pk")
    ).exclude(Exists(others))
    return list(links.order_by("-funding").values_list("funding", "entry"))


def _quotient(funding: Funding, record, divisor: int, formula: str, shown: str) -> Quotient:
    language = get_language()
    exact = funding.amount / Decimal(divisor)
    step = Decimal(1) if exact >= 100 else Decimal("0.01")
    rounded = exact.quantize(step, ROUND_HALF_UP)
    amount = money.display_amount(funding.amount, funding.currency, language)
    figure = money.display_amount(rounded, funding.currency, language)
    return Quotient(
        figure=figure if rounded == exact else _("about %(figure)s") % {"figure": figure},
        formula=formula % {"amount": amount, "n": shown},
        funding=funding,
        about=record.entry,
        words=_nature_words(funding),
    )
