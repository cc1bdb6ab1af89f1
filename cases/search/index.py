"""The entries and the pages that match a question, whichever database answers."""

import json
from dataclasses import dataclass, field

from django.db import connection
from django.db.models.expressions import RawSQL

from . import postgres, sqlite
from .query import Question


@dataclass(frozen=True)
class Matches:
    """The numbers of the entries that match: all of them, and those whose names alone do."""

    anywhere: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)  # by whole words
    partly: list[int] = field(default_factory=list)  # or by words that only begin so


def numbers_matching(question: Question) -> list[int]:
    """The numbers of the entries that match, in no order."""
    engine = _engine()
    [numbers] = _row(engine.NUMBERS, engine.text_of(question))
    return _list(numbers)


def matches(question: Question) -> Matches:
    """The same, with those that match by their names, codes and postcodes."""
    named, partly = (asked for asked in (question.exactly, question))
    if connection.vendor == "postgresql":
        texts = [postgres.text_of(asked, names_only=True) for asked in (named, partly)]
        row = _row(postgres.NUMBERS_BY_RANK, texts[0], texts[1], postgres.text_of(question))
        anywhere, by_name, by_part = (_list(numbers) for numbers in row)
        return Matches(anywhere, by_name, by_part)
    anywhere = numbers_matching(question)
    if not anywhere:
        return Matches()
    by_name, by_part = (
        _list(*_row(sqlite.NUMBERS, sqlite.text_of(asked, names_only=True)))
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


def _list(numbers: str | list[int] | None) -> list[int]:
    """Numbers as SQLite writes them, or as PostgreSQL's driver has read them; None of none."""
    return json.loads(numbers) if isinstance(numbers, str) else numbers or []


def _engine():
    return postgres if connection.vendor == "postgresql" else sqlite
