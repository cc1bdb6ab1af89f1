"""The entries and the pages that match a question, whichever database answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.db import connection
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from cases.facets.index import Index

from . import postgres, sqlite
from .query import Question

PIECE = 100_000  # characters of a list in JSON


@dataclass(frozen=True)
class Matches:
    """The documents of an index that match: all of them, and those whose names alone do."""

    anywhere: BitMap = field(default_factory=BitMap)
    named: BitMap = field(default_factory=BitMap)  # by whole words
    partly: BitMap = field(default_factory=BitMap)  # or by words that only begin so


def numbers_matching(question: Question) -> Iterator[int]:
    """The numbers of the entries that match, in no order."""
    engine = _engine()
    [numbers] = _row(engine.NUMBERS, engine.text_of(question))
    return _listed(numbers)


def matches(question: Question, index: Index) -> Matches:
    """What matches, with what matches by its names, codes and postcodes."""
    named, partly = (asked for asked in (question.exactly, question))
    if connection.vendor == "postgresql":
        texts = [postgres.text_of(asked, names_only=True) for asked in (named, partly)]
        row = _row(postgres.NUMBERS_BY_RANK, texts[0], texts[1], postgres.text_of(question))
        return Matches(*(index.documents_of(_listed(numbers)) for numbers in row))
    anywhere = index.documents_of(numbers_matching(question))
    if not anywhere:
        return Matches()
    by_name, by_part = (
        index.documents_of(_listed(*_row(sqlite.NUMBERS, sqlite.text_of(asked, names_only=True))))
        for asked in (named, partly)
    )
    return Matches(anywhere, by_name, by_part)


def names_from(kind: str, folded: str, most: int) -> list[tuple[int, str]]:
    """(number, folded name) of the entries of a kind called so, then of those whose name goes on.

    In the order of the alphabet, by the index that completes names.
    """
    with connection.cursor() as cursor:
        # Of all that may follow a name, a space comes first, and “!” next.
        cursor.execute(_engine().NAMES_FROM, [kind, folded, f"{folded}!", most])
        return cursor.fetchall()


def pages_matching(question: Question) -> RawSQL:
    """A subquery of the numbers of pages of documents."""
    engine = _engine()
    return RawSQL(engine.PAGES, [engine.text_of(question)])  # noqa: S611  (no text of ours in the SQL)


def documents_with_pages(question: Question) -> dict[str, int]:
    """{name of a document: how many of its pages match}."""
    engine = _engine()
    with connection.cursor() as cursor:
        cursor.execute(engine.PAGES_OF_DOCUMENTS, [engine.text_of(question)])
        return dict(cursor.fetchall())


def _row(statement: str, *texts: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(statement, texts)
        return cursor.fetchone()


def _listed(numbers: str | None) -> Iterator[int]:
    """The numbers of a list in JSON; None holds none."""
    return chain.from_iterable(_pieces(numbers or "[]"))


def _pieces(text: str) -> Iterator[list[int]]:
    """A list in JSON, a piece at a time: it may hold a million numbers."""
    start, end = 1, len(text) - 1
    while start < end:
        comma = text.find(",", start + PIECE)
        stop = comma if comma >= 0 else end
        yield json.loads(f"[{text[start:stop]}]")
        start = stop + 1


def _engine():
    return postgres if connection.vendor == "postgresql" else sqlite
