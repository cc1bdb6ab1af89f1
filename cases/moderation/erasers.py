"""What else keeps something of an erased value: one function each, in the erasing transaction.

Each takes (entry, path, file names): the record, the path that was erased (`title`,
`rows/<key>`, `rows/<key>/<field>`), and the names of stored files that the erased value named.
A part of the program that keeps copies (page texts, caches, captures) adds its function here.
"""

from django.db import connection

from cases import document_index
from cases.evidence import thumbnails
from cases.evidence.captures import erase_captures
from cases.exchange.dumps import published
from cases.facets import stored
from cases.models import Entry
from cases.search.install import ENTRIES, forget_removed_words


def erase_small_copies(entry: Entry, path: str, file_names: list[str]) -> None:
    """The small pictures of the files, which are made again for a file that stays."""
    for name in file_names:
        thumbnails.erase(name)


def erase_copies_of_the_page(entry: Entry, path: str, file_names: list[str]) -> None:
    """The copies of a page whose address was erased."""
    if entry.kind == "source" and path == "url":
        erase_captures(entry)


def erase_pages(entry: Entry, path: str, file_names: list[str]) -> None:
    """The text of the pages of documents, and what the pages look like."""
    for name in file_names:
        document_index.forget(name)


def erase_words(entry: Entry, path: str, file_names: list[str]) -> None:
    """The words of it that the index of the search still has under way."""
    forget_removed_words(connection, ENTRIES)


def erase_facets(entry: Entry, path: str, file_names: list[str]) -> None:
    """The words that the stored index of facets holds, such as the name of a publisher."""
    stored.forget()


def erase_dumps(entry: Entry, path: str, file_names: list[str]) -> None:
    """The dumps that are offered: each may hold the value."""
    published.erase_all()


ERASERS = [
    erase_small_copies, erase_copies_of_the_page, erase_pages, erase_words, erase_facets,
    erase_dumps,
]  # fmt: skip
