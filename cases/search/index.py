"""The entries that match a question, whichever database answers."""

from django.db import connection
from django.db.models.expressions import RawSQL

from . import postgres, sqlite
from .query import Question


def matching(question: Question, names_only: bool = False) -> RawSQL:
    """A subquery of entry numbers; `names_only` looks at names, codes and postcodes alone."""
    engine = postgres if connection.vendor == "postgresql" else sqlite
    return RawSQL(engine.SELECT, [engine.text_of(question, names_only)])  # noqa: S611  (no text of ours in the SQL)


def numbers_matching(question: Question) -> list[int]:
    """The numbers of the entries that match, in no order."""
    engine = postgres if connection.vendor == "postgresql" else sqlite
    with connection.cursor() as cursor:
        cursor.execute(engine.SELECT, [engine.text_of(question, False)])
        return [number for (number,) in cursor.fetchall()]
