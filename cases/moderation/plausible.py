"""Dates, amounts and numbers of cameras that are out of reach."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from cases import dates, money
from cases.models import Place

from .found import Flag, Found
from .submit import Proposal

FIRST_YEAR = 1960  # no camera before; a law may be older
FARTHEST = datetime.timedelta(days=10 * 366)  # how far ahead a project may be announced
EUROS_PER_HEAD = 2_000  # beyond, a line of money is more than a town spends on everything
HIGHEST = Decimal(10) ** 11
# Nice, the most watched town of France, has about 12 cameras for 1,000 inhabitants.
CAMERAS_PER_THOUSAND, FEW_CAMERAS = 50, 30
SEEN = ("observed_on", "cameras_counted_on", "as_of")
AMOUNTS = ("amount", "amount_min", "amount_max")


def out_of_reach(proposal: Proposal, proposals: list[Proposal]) -> Iterator[Found]:
    """A flag for each value that cannot be, with what to check."""
    yield from _dates(proposal)
    yield from _amounts(proposal, proposals)
    yield from _cameras(proposal)


def _dates(proposal: Proposal) -> Iterator[Found]:
    today = timezone.localdate()
    for row in proposal.data.get("dates") or []:
        earliest, latest = dates.bounds(row["value"])
        if earliest and earliest > today + FARTHEST:
            yield Found(Flag.DATE, _("“%(date)s” is more than ten years ahead: check the year."),
                        {"date": row["value"]})  # fmt: skip
        elif latest and latest.year < FIRST_YEAR and proposal.kind != "law":
            yield Found(Flag.DATE, _("“%(date)s” is before any camera: check the year."),
                        {"date": row["value"]})  # fmt: skip
    seen = [proposal.data.get(name) for name in SEEN]
    seen += [row.get("as_of") for row in proposal.data.get("citations") or []]
    for value in filter(None, seen):
        earliest, _latest = dates.bounds(value)
        if earliest and earliest > today:
            yield Found(Flag.DATE, _("Seen on “%(date)s”, a day to come: check the date."),
                        {"date": value})  # fmt: skip


def _amounts(proposal: Proposal, proposals: list[Proposal]) -> Iterator[Found]:
    for typed in filter(None, (proposal.data.get(name) for name in AMOUNTS)):
        amount = money.parse_amount(typed)
        people = _inhabitants(_who_pays(proposal, proposals))
        if amount > HIGHEST:
            yield Found(Flag.AMOUNT, _("%(amount)s is more than any State spends on it: check the "
                                       "unit."), {"amount": typed})  # fmt: skip
        elif people and amount > people * EUROS_PER_HEAD:
            yield Found(
                Flag.AMOUNT,
                _("%(amount)s for %(people)s inhabitants is %(each)s each: check the amount, its "
                  "unit, and who pays."),
                {"amount": typed, "people": people, "each": int(amount / people)},
            )  # fmt: skip


def _cameras(proposal: Proposal) -> Iterator[Found]:
    total, analysed = proposal.state.get("cameras_total"), proposal.state.get("cameras_analysed")
    changed = {"cameras_total", "cameras_analysed"}.intersection(proposal.data)
    if changed and total not in (None, "") and analysed not in (None, "") and analysed > total:
        yield Found(Flag.AMOUNT, _("%(part)s cameras analysed, of %(total)s in all: check both."),
                    {"part": analysed, "total": total})  # fmt: skip
    for number in filter(None, (proposal.data.get(name) for name in sorted(changed))):
        people = _inhabitants(proposal.state.get("places") or [])
        if people and number > FEW_CAMERAS and number * 1000 > people * CAMERAS_PER_THOUSAND:
            yield Found(
                Flag.AMOUNT, _("%(number)s cameras for %(people)s inhabitants: check the number."),
                {"number": number, "people": people},
            )  # fmt: skip


def _who_pays(proposal: Proposal, proposals: list[Proposal]) -> list[str]:
    """Towns whose money it may be: the payer, else the places of the line or of its deployment."""
    payer = proposal.state.get("payer") or ""
    if payer:
        kind, _slash, slug = payer.partition("/")
        return [slug] if kind == "place" else []
    if proposal.state.get("places"):
        return proposal.state["places"]
    return next((p.state["places"] for p in proposals if p.state.get("places")), [])


def _inhabitants(slugs: list[str]) -> int:
    """How many people live in these towns; 0 where it is not known or they are more than towns."""
    places = list(Place.objects.filter(entry__kind="place", entry__slug__in=slugs))
    known = all(p.kind == Place.Kind.COMMUNE and p.population for p in places)
    return sum(p.population for p in places) if places and known else 0
