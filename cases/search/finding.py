"""Finding records by what people type: names first, then words of the text, grouped by kind.

What is found is counted on the index that the lists count on.
"""

from dataclasses import dataclass

from pyroaring import BitMap

from cases.facets.current import current
from cases.facets.index import Index
from cases.kinds import KINDS, Kind
from cases.models import Entry
from cases.text import fold

from .excerpts import excerpts
from .index import Matches, matches, numbers_matching
from .marking import Marker, Pieces
from .narrowing import Narrowing, address
from .query import Question, read
from .ranking import WITHIN, Ranking
from .spelling import nearest

SHOWN = ("kind", "slug", "title", "title_en", "place__kind", "place__parent__title",
         "place__parent__title_en")  # fmt: skip

# Words that so many records have are asked for once a version, and the last few are known: three
# bitmaps each, half a megabyte in a register of a million.
FREQUENT, MOST_KNOWN = 20_000, 8


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
    question, narrowing = read(typed), narrowing or Narrowing()
    if not question:
        return Found([], question)
    index = current()
    matching = _matches(index, question)
    found = narrowing.within(matching.anywhere)
    ranked = Ranking(index, matching, fold(typed)).best(found)
    grouped = _entries(ranked.numbers)
    texts = excerpts(grouped, Marker.of(question))
    query = address(typed, narrowing.filters)
    groups = [
        Group(KINDS[key], [Hit(entry, texts.get(entry.pk, ())) for entry in entries],
              len(found[key]), query)
        for key, entries in grouped.items()
    ]  # fmt: skip
    # Words that other records have are no typing error: the filters keep those records away.
    spelled_well = ranked.best != WITHIN or (narrowing and matching.anywhere)
    return Found(groups, question, "" if spelled_well else nearest(typed))


def documents_matching(question: Question) -> BitMap:
    """The documents of the index that answer a question."""
    index = current()
    known = _frequent(index).get(question)
    if known:
        return known.anywhere
    return index.documents_of(numbers_matching(question) if question else ())


def total(documents: BitMap, narrowing: Narrowing) -> int:
    """How many of some documents pass."""
    return sum(len(found) for found in narrowing.within(documents).values())


def _frequent(index: Index) -> dict[Question, Matches]:
    return index.remember(("frequent words",), dict)


def _matches(index: Index, question: Question) -> Matches:
    known = _frequent(index)
    found = known.get(question)
    if found is None:
        found = matches(question, index)
        if len(found.anywhere) >= FREQUENT:
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[question] = found
    return found


def _entries(numbers: dict[str, list[int]]) -> dict[str, list[Entry]]:
    """The entries with these numbers, as they are shown."""
    wanted = [number for best in numbers.values() for number in best]
    known = Entry.objects.select_related("place__parent").only(*SHOWN).in_bulk(wanted)
    return {kind: [known[number] for number in best] for kind, best in numbers.items()}
