"""Parts of a question to the database that answer for thousands of records at once."""

from collections.abc import Collection

from django.db.models import BooleanField, F, Func, Model, OuterRef, Subquery, TextField


class Among(Func):
    """True of the rows whose link is one of many numbers, which are written into the question.

    Django would check and pass thousands of parameters one by one, for longer than the database
    takes to answer.
    """

    template = "%(expressions)s IN (%(numbers)s)"

    def __init__(self, name: str, numbers: Collection[int]):
        written = ",".join(str(int(number)) for number in numbers)
        super().__init__(F(name), numbers=written, output_field=BooleanField())

    def as_postgresql(self, compiler, connection):
        """One constant, where a list would be as many as it has numbers."""
        return self.as_sql(compiler, connection, template="%(expressions)s = ANY('{%(numbers)s}')")


class Day(Func):
    """A day as it is written, `2026-11-28`: nobody counts with it, so nothing is made of it."""

    template = "CAST(%(expressions)s AS text)"
    output_field = TextField()

    def as_postgresql(self, compiler, connection):
        """Whatever the style of dates of the connection."""
        return self.as_sql(compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM-DD')")


class _Gathered(Func):
    """The numbers of a column in one text. No aggregate to Django: nothing is grouped by."""

    template = "GROUP_CONCAT(%(expressions)s)"
    output_field = TextField()

    def as_postgresql(self, compiler, connection):
        """The same text."""
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ',')")


def gathered(model: type[Model], owner: str, name: str) -> Subquery:
    """The numbers in a column of the rows that a record owns: `12,7`, in any order, or nothing."""
    rows = model._base_manager.filter(**{owner: OuterRef("pk")}).order_by()
    return Subquery(rows.annotate(several=_Gathered(F(name))).values("several"))


def numbers_in(several: str | None) -> list[int]:
    """The numbers that `gathered` gave."""
    return list(map(int, several.split(","))) if several else []
