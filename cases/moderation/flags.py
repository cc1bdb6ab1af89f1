"""What a moderator should look at first, computed on arrival; each flag says why."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from cases import dates, money
from cases.models import Place

from .duplicates import possible_duplicates
from .submit import Proposal

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<!\d)(?:\+33 ?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)")
_PLATE = re.compile(r"\b[A-HJ-NP-TV-Z]{2}[- ]?\d{3}[- ]?[A-HJ-NP-TV-Z]{2}\b")
_TITLE_AND_NAME = re.compile(r"\b(?:M\.|Mme|Mlle|Monsieur|Madame) [A-ZÀ-Ý][\w’'-]{1,40}")
_ADDRESS = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|impasse|allée)\b", re.I
)
_LINK = re.compile(r"https?://", re.I)
MOST_LINKS = 5
MOST_TEXT = 60_000
FIRST_YEAR = 1960
EUROS_PER_HEAD = 2_000  # beyond, a line of money is more than a town spends on everything
HIGHEST = Decimal(10) ** 11


def flags_of(proposals: list[Proposal], basis: str) -> list[dict]:
    """[{"flag": …, "why": …}] of a contribution, each flag once."""
    found = {}
    for flag, why in _all(proposals, basis):
        found.setdefault(flag, why[:200])
    return [{"flag": flag, "why": why} for flag, why in found.items()]


def flags_of_text(text: str) -> list[dict]:
    """The same for a plain text, such as a complaint: what a moderator should not copy."""
    found = dict(reversed(list(_of_text(text[:MOST_TEXT]))))
    return [{"flag": flag, "why": why[:200]} for flag, why in found.items()]


def _all(proposals: list[Proposal], basis: str) -> Iterator[tuple[str, str]]:
    for entry in possible_duplicates(proposals):
        yield "duplicate", entry.reference
    for proposal in proposals:
        yield from _of_text(_text_of(proposal.data))
        yield from _of_values(proposal)
        if proposal.kind == "vendor" and proposal.target is None:
            yield "new_vendor", proposal.title
    yield from _of_sources(proposals, basis)


def _text_of(value) -> str:
    """Every text of a proposal that a person typed, one a line."""
    if isinstance(value, dict):
        return "\n".join(_text_of(part) for name, part in value.items() if name != "key")[
            :MOST_TEXT
        ]
    if isinstance(value, list):
        return "\n".join(_text_of(part) for part in value)
    return value if isinstance(value, str) else ""


def _of_text(text: str) -> Iterator[tuple[str, str]]:
    for flag, pattern in (("email", _EMAIL), ("phone", _PHONE), ("plate", _PLATE)):
        match = pattern.search(text)
        if match:
            yield flag, match.group()
    for line in text.split("\n"):
        name, address = _TITLE_AND_NAME.search(line), _ADDRESS.search(line)
        if name and address:
            yield "person", f"{name.group()}, {address.group()}"
    if len(_LINK.findall(text)) > MOST_LINKS:
        yield "links", str(len(_LINK.findall(text)))
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) > 40 and sum(map(str.isupper, letters)) > 0.6 * len(letters):
        yield "shouting", text.strip()[:60]


def _of_values(proposal: Proposal) -> Iterator[tuple[str, str]]:
    latest = datetime.date.today() + datetime.timedelta(days=10 * 366)
    for row in proposal.data.get("dates") or []:
        earliest, last = dates.bounds(row["value"])
        if (earliest and earliest > latest) or (last and last.year < FIRST_YEAR):
            yield "date", row["value"]
    for name in ("amount", "amount_min", "amount_max"):
        typed = proposal.data.get(name)
        if typed:
            amount = money.parse_amount(typed)
            if amount > HIGHEST or amount > _most_for(proposal.state.get("payer", "")):
                yield "amount", typed


def _most_for(payer: str) -> Decimal:
    """What a town of this size could at most spend on one line."""
    kind, _slash, slug = payer.partition("/")
    place = Place.objects.filter(entry__slug=slug).first() if kind == "place" else None
    if place is None or not place.population or place.kind != Place.Kind.COMMUNE:
        return HIGHEST
    return Decimal(place.population * EUROS_PER_HEAD)


def _of_sources(proposals: list[Proposal], basis: str) -> Iterator[tuple[str, str]]:
    if not basis:
        yield "no_basis", ""
    cited = any(p.data.get("citations") for p in proposals)
    if not cited and not any(p.kind == "source" for p in proposals):
        yield "no_source", ""
