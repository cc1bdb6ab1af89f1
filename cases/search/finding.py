"""Finding records by what people type: names first, then words of the text, grouped by kind.

What is found is counted on the index that the lists count on, and ordered by the database.
"""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Value, When
from pyroaring import BitMap

from cases.facets.current import current
from cases.facets.numbers import among
from cases.kinds import KINDS, Kind
from cases.models import Entry, Name
from cases.text import fold

from .excerpts import excerpts
from .index import matching, numbers_matching
from .marking import Marker, Pieces
from .narrowing import Narrowing, address
from .query import Question, read
from .spelling import nearest

MOST_FOUND, MOST_OF_A_KIND = 300, 10
EXACT, BEGINS, NAMED, PART, WITHIN = 0, 1, 2, 3, 4
# Of equally good matches, what people come for stands first; a word of the vocabulary last.
ORDER = (
    "deployment", "legal", "funding", "product", "vendor", "organisation", "place", "law", "event",
    "statistic", "camera", "source", "page", "tag", "term",
)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """One record found, and the words of its text in which it was found."""

    entry: Entry
    excerpt: Pieces


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best, and how many there are."""

    kind: Kind
    hits: list[Hit]
    total: int
    query: str  # of its list, which finds the same


@dataclass(frozen=True)
class Found:
    """The groups, the one of the best match first, and another spelling where few were found."""

    groups: list[Group]
    question: Question
    instead: str = ""

    @property
    def total(self) -> int:
        """How many records in all."""
        return sum(group.total for group in self.groups)


def find(typed: str, narrowing: Narrowing | None = None) -> Found:
    """The live entries that answer what was typed and pass what it was narrowed to."""
    question, folded, narrowing = read(typed), fold(typed), narrowing or Narrowing()
    if not question:
        return Found([], question)
    documents = documents_matching(question)
    found = narrowing.within(documents)
    ranked = _ranked(_matches(question, narrowing, found), question, folded)
    grouped: dict[str, list[Entry]] = {}
    best = WITHIN
    for entry in ranked[:MOST_FOUND]:
        best = min(best, entry.rank)
        kept = grouped.setdefault(entry.kind, [])
        if len(kept) < MOST_OF_A_KIND:
            kept.append(entry)
    for key in found.keys() - grouped.keys():  # all of the kind come after the first hundreds
        grouped[key] = list(ranked.filter(kind=key)[:MOST_OF_A_KIND])
    texts = excerpts(grouped, Marker.of(question))
    query = address(typed, narrowing.filters)
    groups = []
    for key in (key for key in grouped if key in found):
        hits = [Hit(entry, texts.get(entry.pk, ())) for entry in grouped[key]]
        groups.append(Group(KINDS[key], hits, len(found[key]), query))
    # Words that other records have are no typing error: the filters keep those records away.
    spelled_well = best != WITHIN or (narrowing and documents)
    return Found(groups, question, "" if spelled_well else nearest(typed))


def documents_matching(question: Question) -> BitMap:
    """The documents of the index that answer a question."""
    return current().documents_of(numbers_matching(question))


def total(documents: BitMap, narrowing: Narrowing) -> int:
    """How many of some documents pass."""
    return sum(len(found) for found in narrowing.within(documents).values())


def _matches(question: Question, narrowing: Narrowing, found: dict[str, BitMap]) -> QuerySet:
    """The entries found, as a queryset."""
    entries = Entry.objects.live()
    if not narrowing:
        return entries.filter(pk__in=matching(question))
    numbers = [n for bitmap in found.values() for n in current().numbers_of(bitmap)]
    return among(entries, numbers)


def _ranked(matches: QuerySet, question: Question, folded: str) -> QuerySet:
    """The very name, names that begin with it, names with the words or a part, words anywhere."""
    names = Name.objects.filter(entry=OuterRef("pk"))
    rank = Case(
        When(Exists(names.filter(folded=folded)), then=Value(EXACT)),
        When(Exists(names.filter(folded__startswith=f"{folded} ")), then=Value(BEGINS)),
        When(pk__in=matching(question.exactly, names_only=True), then=Value(NAMED)),
        When(pk__in=matching(question, names_only=True), then=Value(PART)),
        default=Value(WITHIN),
        output_field=IntegerField(),
    )
    weight = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(ORDER)),
        default=Value(len(ORDER)),
    )
    return (
        matches.select_related("place__parent")
        .annotate(rank=rank, weight=weight)
        .order_by("rank", "weight", F("place__population").desc(nulls_last=True), "title", "pk")
    )
