"""Finding pages of public documents by their words, with the question that finds records."""

from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from cases.models import DocumentPage, SourceFile

from .index import pages_matching
from .marking import Marker, Pieces
from .narrowing import Narrowing
from .query import Question

MOST_DOCUMENTS, MOST_PAGES_SHOWN, MOST_PAGES_INSIDE = 10, 3, 100


@dataclass(frozen=True)
class FoundPage:
    """A page that answers a question: its number, and where it has the words."""

    number: int
    excerpt: Pieces


@dataclass
class FoundDocument:
    """A document, how many of its pages answer, and the first of them."""

    file: SourceFile
    total: int
    pages: list[FoundPage] = field(default_factory=list)


@dataclass(frozen=True)
class FoundDocuments:
    """How many public documents have pages that answer, and those with most of them."""

    best: list[FoundDocument]
    total: int


def find_documents(question: Question, narrowing: Narrowing | None = None) -> FoundDocuments:
    """Public documents that have pages with all that is asked, of sources that pass."""
    narrowing = narrowing or Narrowing()
    sources = narrowing.asked.get("source")
    if not question or sources is None:
        return FoundDocuments([], 0)
    known = public_documents()
    if narrowing.filters:
        known = known.filter(source__in=sources.passing().values("pk"))
    totals = _pages(question).filter(name__in=known.order_by().values("name"))
    totals = totals.order_by().values_list("name").annotate(n=Count("pk")).order_by("-n", "name")
    best = list(totals[:MOST_DOCUMENTS])
    files: dict[str, SourceFile] = {}
    for file in known.filter(name__in=[name for name, _number in best]):
        files.setdefault(file.name, file)
    shown = [
        FoundDocument(files[name], number, pages_inside(name, question, MOST_PAGES_SHOWN))
        for name, number in best
    ]
    return FoundDocuments(shown, len(best) if len(best) < MOST_DOCUMENTS else totals.count())


def pages_inside(name: str, question: Question, most: int = MOST_PAGES_INSIDE) -> list[FoundPage]:
    """The first pages of one document that answer."""
    if not question:
        return []
    marker = Marker.of(question)
    pages = _pages(question).filter(name=name).order_by("number")[:most]
    rows = pages.values_list("number", "text")
    return [FoundPage(number, marker.excerpt(" ".join(text.split()))) for number, text in rows]


def public_documents() -> QuerySet:
    """The PDFs of live sources."""
    rows = SourceFile.objects.filter(
        name__endswith=".pdf", source__entry__withdrawn_on=None, source__entry__merged_into=None
    )
    return rows.select_related("source__entry").order_by("pk")


def _pages(question: Question) -> QuerySet:
    return DocumentPage.objects.filter(pk__in=pages_matching(question))
