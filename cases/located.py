"""From a place in a source, as people write it, to the page of the document that it names."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from django.urls import reverse

from cases.facts.sourcing import Line
from cases.locators import page_of
from cases.models import SourceFile
from cases.question import Question

ENDING = ".pdf"


class Document(NamedTuple):
    """A public document of a source, as far as an address names it."""

    source: int
    slug: str
    key: str
    pages: int | None


def with_pages(lines: list[Line]) -> list[Line]:
    """The numbered sources of a record; each « p. 12 » leads to the page, where there is one.

    One query, and none where no locator names a page. A source with several documents leads
    nowhere: nobody said which of them.
    """
    named = {line.entry_id for line in lines if any(page_of(use.locator) for use in line.uses)}
    documents = _documents(named - {0})
    for line in lines:
        if document := documents.get(line.entry_id):
            line.uses = [_with_page(use, document) for use in line.uses]
    return lines


def _documents(sources: Iterable[int]) -> dict[int, Document]:
    """{source: its only public document}."""
    found: dict[int, list[Document]] = {}
    for row in _DOCUMENTS.rows(sorted(sources)):
        document = Document(*row)
        found.setdefault(document.source, []).append(document)
    return {source: some[0] for source, some in found.items() if len(some) == 1}


_DOCUMENTS = Question(
    lambda values: SourceFile.objects.filter(
        source__in=values, name__endswith=ENDING, source__entry__withdrawn_on=None,
        source__entry__merged_into=None,
    ).values_list("source", "source__entry__slug", "key", "pages")
)  # fmt: skip


def _with_page(use, document: Document):
    number = page_of(use.locator)
    if not number or number > (document.pages or 0):
        return use
    address = reverse("document-page", args=[document.slug, document.key, number])
    return replace(use, page_url=address)
