"""From a place in a source, as people write it, to the page of the document that it names."""

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse

from cases.facts.sourcing import Line
from cases.locators import page_of
from cases.models import SourceFile

ENDING = ".pdf"


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


def _documents(sources: Iterable[int]) -> dict[int, SourceFile]:
    """{source: its only public document}."""
    if not sources:
        return {}
    rows = SourceFile.objects.filter(
        source__in=sources, name__endswith=ENDING, source__entry__withdrawn_on=None,
        source__entry__merged_into=None,
    ).select_related("source__entry")  # fmt: skip
    found: dict[int, list[SourceFile]] = {}
    for row in rows:
        found.setdefault(row.source_id, []).append(row)
    return {source: some[0] for source, some in found.items() if len(some) == 1}


def _with_page(use, document: SourceFile):
    number = page_of(use.locator)
    if not number or number > (document.pages or 0):
        return use
    address = reverse("document-page", args=[document.source.entry.slug, document.key, number])
    return replace(use, page_url=address)
