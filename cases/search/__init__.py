"""Finding records by what people type: names and codes first, then words of the text."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from cases.kinds import KINDS, Kind
from cases.models import Entry, Name
from cases.text import fold

MOST_CHARACTERS, MOST_WORDS = 200, 8
MOST_FOUND, MOST_OF_A_KIND = 300, 10
EXACT, BEGINS, WITHIN = 0, 1, 2


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best, and how many there are."""

    kind: Kind
    entries: list[Entry]
    total: int


def find(typed: str) -> list[Group]:
    """Groups of the live entries that match, the group of the best match first."""
    folded = fold(typed[:MOST_CHARACTERS].replace("\x00", " "))
    if not folded:
        return []
    matches = _matches(folded)
    totals = dict(matches.values_list("kind").annotate(n=Count("pk")).order_by())
    grouped: dict[str, list[Entry]] = {}
    for entry in _ranked(matches, folded)[:MOST_FOUND]:
        kept = grouped.setdefault(entry.kind, [])
        if len(kept) < MOST_OF_A_KIND:
            kept.append(entry)
    return [Group(KINDS[key], entries, totals[key]) for key, entries in grouped.items()]


def _matches(folded: str) -> QuerySet:
    """Entries with this very name, code or postcode, or with every word in their text."""
    words = Q()
    for word in folded.split()[:MOST_WORDS]:
        words &= Q(folded__contains=word)
    named = Exists(Name.objects.filter(entry=OuterRef("pk"), folded=folded))
    return Entry.objects.live().filter(words | Q(named))


def _ranked(matches: QuerySet, folded: str) -> QuerySet:
    """The very name first, then names that begin so, then words anywhere; large towns first."""
    names = Name.objects.filter(entry=OuterRef("pk"))
    rank = Case(
        When(Exists(names.filter(folded=folded)), then=Value(EXACT)),
        When(Exists(names.filter(folded__startswith=folded)), then=Value(BEGINS)),
        default=Value(WITHIN),
        output_field=IntegerField(),
    )
    return (
        matches.select_related("place__parent")
        .annotate(rank=rank)
        .order_by("rank", F("place__population").desc(nulls_last=True), "title", "pk")
    )
