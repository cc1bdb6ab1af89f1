"""Finding pages of public documents by their words, with the question that finds records."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from cases.models import DocumentPage, SourceFile

from .index import documents_with_pages, pages_matching
from .marking import Marker, Pieces
from .narrowing import Narrowing
from .query import Question

MOST_DOCUMENTS, MOST_PAGES_SHOWN, MOST_PAGES_INSIDE = 10, 3, 100
AT_ONCE = 500  # names asked for in one question


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
    if not question or "source" not in (kind.key for kind in narrowing.answering):
        return FoundDocuments([], 0)
    pages = documents_with_pages(question)
    known = public_documents()
    if pages and narrowing.filters:
        known = known.filter(source__in=narrowing.asked["source"].passing().values("pk"))
    public = _named(known, pages)
    best = sorted(public, key=lambda name: (-pages[name], name))[:MOST_DOCUMENTS]
    files: dict[str, SourceFile] = {}
    for file in known.filter(name__in=best) if best else ():
        files.setdefault(file.name, file)
    first = _first_pages(best, question, MOST_PAGES_SHOWN)
    shown = [FoundDocument(files[name], pages[name], first.get(name, [])) for name in best]
    return FoundDocuments(shown, len(public))


def pages_inside(name: str, question: Question, most: int = MOST_PAGES_INSIDE) -> list[FoundPage]:
    """The first pages of one document that answer."""
    return _first_pages([name], question, most).get(name, []) if question else []


def public_documents() -> QuerySet:
    """The PDFs of live sources."""
    rows = SourceFile.objects.filter(
        name__endswith=".pdf", source__entry__withdrawn_on=None, source__entry__merged_into=None
    )
    return rows.select_related("source__entry").order_by("pk")


def _named(files: QuerySet, names: Iterable[str]) -> set[str]:
    """Which of these names the files have."""
    found: set[str] = set()
    wanted = list(names)
    for start in range(0, len(wanted), AT_ONCE):
        some = files.order_by().filter(name__in=wanted[start : start + AT_ONCE])
        found |= set(some.values_list("name", flat=True))
    return found


def _first_pages(names: list[str], question: Question, most: int) -> dict[str, list[FoundPage]]:
    """The first pages of some documents that answer; the words are looked up once for all."""
    if not names:
        return {}
    numbers: dict[str, list[int]] = {}
    pages = DocumentPage.objects.order_by("name", "number")
    answering = pages.filter(name__in=names, pk__in=pages_matching(question))
    for name, number in answering.values_list("name", "pk"):
        numbers.setdefault(name, []).append(number)
    shown = [number for some in numbers.values() for number in some[:most]]
    marker = Marker.of(question)
    found: dict[str, list[FoundPage]] = {}
    for name, number, text in pages.filter(pk__in=shown).values_list("name", "number", "text"):
        excerpt = marker.excerpt(" ".join(text.split()))
        found.setdefault(name, []).append(FoundPage(number, excerpt))
    return found
