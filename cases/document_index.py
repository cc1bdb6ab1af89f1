"""Keeping the pages of public PDFs readable and searchable: read once, forgotten with the file.

Another named exception to the single writer: it writes what the files themselves say.
"""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Count

from cases.evidence import page_pictures, sandbox, storage
from cases.evidence.limits import Refused
from cases.models import DataVersion, DocumentPage, SourceFile
from cases.models.source_file import MOST_PAGES
from cases.search.install import PAGES, forget_removed_words
from cases.search.words import indexed

PAGES_AT_ONCE = 20  # of one child: bounds its time and the memory of the answer
MOST_AT_ONCE = 20  # pages read while a moderator waits, some three seconds


def public_names() -> set[str]:
    """The PDFs that a row of a source names."""
    names = SourceFile.objects.filter(name__endswith=".pdf").values_list("name", flat=True)
    return set(names.distinct())


def index_documents() -> Iterator[str]:
    """Read each public PDF that is not read yet and forget the others, a line for each step."""
    wanted, known = public_names(), _pages_read()
    for name in sorted(set(known) - wanted):
        forget(name)
        yield f"{name[:12]}: forgotten"
    stated = dict(SourceFile.objects.filter(name__in=wanted).values_list("name", "pages"))
    for name in sorted(wanted):
        if known.get(name) and known[name] >= (stated[name] or 0):
            continue
        try:
            for done, count in index_document(name):
                yield f"{name[:12]}: {done} of {count} pages"
        except (Refused, FileNotFoundError) as problem:
            yield f"{name[:12]}: cannot be read ({problem})"


def index_document(name: str) -> Iterator[tuple[int, int]]:
    """Read one PDF from the page at which an earlier run stopped: (pages read, pages).

    The child reads while no transaction is open: nobody who writes waits for it. Raises Refused
    where it cannot be read, FileNotFoundError where it is not stored.
    """
    data = storage.read(name)
    done, count = _pages_read(name).get(name, 0), MOST_PAGES
    while done < count:
        read = sandbox.read_pages(data, done + 1, done + PAGES_AT_ONCE)
        count = read["count"]
        if not read["pages"]:
            break
        _keep(name, done, read["pages"])
        done += len(read["pages"])
        yield done, count


@transaction.atomic
def _keep(name: str, done: int, pages: list[dict]) -> None:
    """Write some pages; those that another run wrote meanwhile stay as they are."""
    DataVersion.advance()  # readers find them
    DocumentPage.objects.bulk_create(
        [
            DocumentPage(
                name=name, number=done + place, text=page["text"], folded=indexed(page["text"]),
                words=page["words"],
            )
            for place, page in enumerate(pages, 1)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _pages_read(name: str = "") -> dict[str, int]:
    """{file: how many of its pages are read}."""
    pages = DocumentPage.objects.filter(name=name) if name else DocumentPage.objects.all()
    return dict(pages.order_by().values_list("name").annotate(n=Count("pk")))


def index_now(names: list[str]) -> None:
    """Read what was just published, unless it is long or all are busy: the command catches up."""
    short = SourceFile.objects.filter(name__in=names, pages__lte=MOST_AT_ONCE)
    for name in sorted({row.name for row in short if not row.is_picture}):
        if DocumentPage.objects.filter(name=name).exists():
            continue
        try:
            for _step in index_document(name):
                pass
        except (Refused, FileNotFoundError):
            continue


def forget(name: str) -> None:
    """Remove the text and the pictures of the pages of a file; no word stays in the index."""
    removed, _each = DocumentPage.objects.filter(name=name).delete()
    if removed:
        forget_removed_words(connection, PAGES)
    page_pictures.erase(name)


def fold_again() -> int:
    """Make the words of pages again where they are stale; how many pages that was."""
    number = 0
    for pk, text, folded in DocumentPage.objects.values_list("pk", "text", "folded").iterator(500):
        if folded != indexed(text):
            DocumentPage.objects.filter(pk=pk).update(folded=indexed(text))
            number += 1
    return number


def problems() -> Iterator[str]:
    """Documents whose stored pages are not as many as their source states, or stale."""
    counts = _pages_read()
    stated = SourceFile.objects.filter(name__in=counts).exclude(pages=None)
    for name, pages in stated.values_list("name", "pages").distinct():
        if counts[name] != pages:
            yield f"{name}: {counts[name]} pages were read, its source states {pages}"
    for page in DocumentPage.objects.defer("words").iterator(500):
        if page.folded != indexed(page.text):
            yield f"{page}: its search text is stale"
