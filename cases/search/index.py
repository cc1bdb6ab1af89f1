"""The entries and the pages that match a question, whichever database answers."""

from django.db import connection
from django.db.models.expressions import RawSQL

from . import postgres, sqlite
from .query import Question


def matching(question: Question, names_only: bool = False) -> RawSQL:
    """A subquery of entry numbers; `names_only` looks at names, codes and postcodes alone."""
    engine = _engine()
    return RawSQL(engine.ENTRIES, [engine.text_of(question, names_only)])  # noqa: S611  (no text of ours in the SQL)


def pages_matching(question: Question) -> RawSQL:
    """A subquery of the numbers of pages of documents."""
    engine = _engine()
    return RawSQL(engine.PAGES, [engine.text_of(question)])  # noqa: S611


def numbers_matching(question: Question) -> list[int]:
    """The numbers of the entries that match, in no order."""
    engine = _engine()
    with connection.cursor() as cursor:
        cursor.execute(engine.ENTRIES, [engine.text_of(question)])
        return [number for (number,) in cursor.fetchall()]


def _engine():
    return postgres if connection.vendor == "postgresql" else sqlite
