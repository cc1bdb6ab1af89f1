"""Finding records by what people type: names first, then words of the text, grouped by kind."""

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

from .excerpts import Excerpt, excerpts
from .index import matching
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
    excerpt: Excerpt | None


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best, and how many there are."""

    kind: Kind
    hits: list[Hit]
    total: int


@dataclass(frozen=True)
class Found:
    """The groups, the one of the best match first, and another spelling where few were found."""

    groups: list[Group]
    instead: str = ""

    @property
    def total(self) -> int:
        """How many records in all."""
        return sum(group.total for group in self.groups)


def find(typed: str) -> Found:
    """The live entries that answer what was typed."""
    question, folded = read(typed), fold(typed)
    if not question:
        return Found([])
    matches = _matches(question, folded)
    totals = dict(matches.values_list("kind").annotate(n=Count("pk")).order_by())
    grouped: dict[str, list[Entry]] = {}
    best = WITHIN
    for entry in _ranked(matches, question, folded)[:MOST_FOUND]:
        best = min(best, entry.rank)
        kept = grouped.setdefault(entry.kind, [])
        if len(kept) < MOST_OF_A_KIND:
            kept.append(entry)
    texts = excerpts(grouped, question.words)
    groups = [
        Group(KINDS[key], [Hit(entry, texts.get(entry.pk)) for entry in entries], totals[key])
        for key, entries in grouped.items()
    ]
    return Found(groups, nearest(typed) if best == WITHIN else "")


def _matches(question: Question, folded: str) -> QuerySet:
    """Entries with this very name, or that answer the question."""
    named = Exists(Name.objects.filter(entry=OuterRef("pk"), folded=folded))
    return Entry.objects.live().filter(Q(pk__in=matching(question)) | Q(named))


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
