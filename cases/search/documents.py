"""Finding pages of public documents by their words; phrases stand in quotes."""

import re
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from cases.models import DocumentPage, SourceFile
from cases.text import fold

MOST_CHARACTERS, MOST_WORDS = 200, 8
MOST_DOCUMENTS, MOST_PAGES_SHOWN, MOST_PAGES_INSIDE = 10, 3, 100
BEFORE, AFTER = 8, 20  # words of an excerpt around the first one found
QUOTED = re.compile(r"[\"«“]([^\"»”]*)[\"»”]")


@dataclass(frozen=True)
class FoundPage:
    """A page with words that were searched: its number, and pieces (text, whether found)."""

    number: int
    excerpt: list[tuple[str, bool]]


@dataclass
class FoundDocument:
    """A document, how many of its pages have the words, and the first of them."""

    file: SourceFile
    total: int
    pages: list[FoundPage] = field(default_factory=list)


def terms_of(typed: str) -> list[str]:
    """What each page must have: folded phrases, then folded words."""
    typed = typed[:MOST_CHARACTERS].replace("\x00", " ")
    phrases = [fold(phrase) for phrase in QUOTED.findall(typed)]
    return [t for t in [*phrases, *fold(QUOTED.sub(" ", typed)).split()] if t][:MOST_WORDS]


def find_documents(typed: str) -> list[FoundDocument]:
    """Public documents that have pages with all the words, those with most pages first."""
    terms = terms_of(typed)
    if not terms:
        return []
    totals = _pages_with(terms).filter(name__in=_public_files().values("name"))
    totals = totals.order_by().values_list("name").annotate(n=Count("pk")).order_by("-n", "name")
    best = list(totals[:MOST_DOCUMENTS])
    files = {}
    for file in _public_files().filter(name__in=[name for name, _total in best]):
        files.setdefault(file.name, file)
    return [
        FoundDocument(files[name], total, pages_inside(name, typed, MOST_PAGES_SHOWN))
        for name, total in best
        if name in files
    ]


def pages_inside(name: str, typed: str, most: int = MOST_PAGES_INSIDE) -> list[FoundPage]:
    """The first pages of one document with all the words."""
    terms = terms_of(typed)
    if not terms:
        return []
    pages = _pages_with(terms).filter(name=name).order_by("number")[:most]
    return [FoundPage(page.number, _excerpt(page, terms)) for page in pages]


def is_found(word: str, terms: list[str]) -> bool:
    """True for a word of a page that is to be marked."""
    folded = fold(word)
    return any(part in folded for term in terms for part in term.split())


def _public_files() -> QuerySet:
    rows = SourceFile.objects.filter(
        name__endswith=".pdf", source__entry__withdrawn_on=None, source__entry__merged_into=None
    )
    return rows.select_related("source__entry").order_by("pk")


def _pages_with(terms: list[str]) -> QuerySet:
    pages = DocumentPage.objects.all()
    for term in terms:
        pages = pages.filter(folded__contains=term)
    return pages


def _excerpt(page: DocumentPage, terms: list[str]) -> list[tuple[str, bool]]:
    words = [word for word, *_box in page.words]
    found = [is_found(word, terms) for word in words]
    first = found.index(True) if True in found else 0
    start, end = max(0, first - BEFORE), first + AFTER
    return list(zip(words[start:end], found[start:end], strict=True))
