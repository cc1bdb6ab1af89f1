"""A question that the database is asked again and again in the same words."""

from collections.abc import Callable

from django.db import connection
from django.db.models import QuerySet


class Question:
    """Rows about some records, whose SQL is written once for each number of records.

    Django takes several times longer to write such a statement than the database to answer it.
    """

    def __init__(self, ask: Callable[[list[int]], QuerySet]):
        self._ask, self._written = ask, {}

    def rows(self, numbers: list[int]) -> list[tuple]:
        """The rows as the database gives them: no column that Django converts, such as amounts."""
        if len(numbers) not in self._written:
            sql, given = self._ask(numbers).query.sql_with_params()
            if list(given) != numbers:
                raise ValueError("A question has no values but the numbers of the records.")
            self._written[len(numbers)] = sql
        with connection.cursor() as cursor:
            cursor.execute(self._written[len(numbers)], numbers)
            return cursor.fetchall()
