"""Amounts that belong together: what one deployment was promised and paid, and what it costs each.

Nothing is subtracted. A quotient is made only where the amount and what divides it are exact, both
have a source, and both belong to one deployment or to one place; it is marked calculated.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import money
from cases.dossiers import with_everything
from cases.facts.values import Value, amount_value
from cases.models import Citation, Confidence, Deployment, Entry, Funding, Place

MOST_PAIRS, MOST_QUOTIENTS = 50, 50
PROMISED = (Funding.Stage.ANNOUNCED, Funding.Stage.REQUESTED)
COMMITTED = (Funding.Stage.VOTED, Funding.Stage.GRANTED, Funding.Stage.AWARDED,
             Funding.Stage.AMENDED)  # fmt: skip
PAID = (Funding.Stage.PAID, Funding.Stage.RETURNED)


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
class Quotient:
    """Money divided by cameras or by inhabitants, with both of its inputs."""

    figure: str
    formula: str
    funding: Funding
    about: Entry
    words: str


def side_by_side(fundings: QuerySet) -> list[Pair]:
    """Deployments with a line announced or requested and one decided or paid."""
    through = Funding.deployments.through.objects.filter(
        funding__in=fundings.order_by().values("pk")
    )
    promised = through.filter(funding__stage__in=PROMISED).values("entry")
    later = through.filter(funding__stage__in=(*COMMITTED, *PAID)).values("entry")
    deployments = Entry.objects.filter(Q(pk__in=promised) & Q(pk__in=later))
    chosen = list(deployments.order_by("title", "pk")[:MOST_PAIRS])
    links = list(through.filter(entry__in=chosen).values_list("entry", "funding"))
    records = with_everything(Funding.objects.filter(pk__in=[funding for _e, funding in links]))
    known = {record.pk: record for record in records}
    return [_pair(entry, [known[f] for e, f in links if e == entry.pk]) for entry in chosen]


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


def per_camera(fundings: QuerySet) -> list[Quotient]:
    """Exact amounts of one deployment each, divided by its cameras; both have a source."""
    through = Funding.deployments.through.objects
    counted = Deployment.objects.filter(Exists(sourced("cameras_total")), cameras_total__gt=0)
    links = through.filter(funding__in=_exact(fundings), entry__in=counted.values("pk"))
    found = []
    for funding, deployment in _alone(links, through, Deployment):
        cameras = money.display_number(deployment.cameras_total, get_language())
        words = _("%(amount)s ÷ %(n)s cameras")
        found.append(_quotient(funding, deployment, deployment.cameras_total, words, cameras))
    return found


def per_inhabitant(fundings: QuerySet) -> list[Quotient]:
    """Exact amounts of one place each, divided by its inhabitants; both have a source."""
    through = Funding.places.through.objects
    counted = Place.objects.filter(
        ~Q(edition="") | Q(Exists(sourced("population"))), population__gt=0
    )
    links = through.filter(funding__in=_exact(fundings), entry__in=counted.values("pk"))
    found = []
    for funding, place in _alone(links, through, Place):
        people = money.display_number(place.population, get_language())
        words = _("%(amount)s ÷ %(n)s inhabitants")
        found.append(_quotient(funding, place, place.population, words, people))
    return found


def sourced(field: str) -> QuerySet:
    """Citations that state a field of a record, or the whole of it."""
    cited = Citation.objects.filter(entry=OuterRef("pk"), field__in=("", field))
    named = cited.filter(Q(source__isnull=False) | ~Q(acquisition=""))
    return named.exclude(confidence=Confidence.INFERRED)


def _exact(fundings: QuerySet):
    """Numbers of the lines with an exact, stated and sourced amount."""
    exact = fundings.order_by().filter(amount__gt=0, formula="").exclude(currency="")
    return exact.filter(Exists(sourced("amount"))).values("pk")


def _alone(links: QuerySet, through, model) -> list[tuple]:
    """Lines of money with the one record that each belongs to; the shared ones are left out."""
    others = through.filter(funding=OuterRef("funding")).exclude(entry=OuterRef("entry"))
    pairs = list(
        links.exclude(Exists(others)).order_by("-funding").values_list("funding", "entry")
    )[:MOST_QUOTIENTS]
    fundings = with_everything(Funding.objects.filter(pk__in=[f for f, _r in pairs]))
    known = {funding.pk: funding for funding in fundings}
    records = model.objects.filter(pk__in=[r for _f, r in pairs]).select_related("entry")
    about = {record.pk: record for record in records}
    return [(known[f], about[r]) for f, r in pairs]


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
