"""A question that the database is asked again and again in the same words."""

from collections.abc import Callable, Iterable, Sequence

from django.db import connection, models
from django.db.models import QuerySet

# Stands for a value while the SQL is written; no record has such a number.
STAND_IN = -2_000_000_000
MOST = 1024  # values given to the database at once


class Question:
    """Rows about some values, such as numbers of records; its SQL is written once for each length.

    Django takes several times longer to write such a statement than the database to answer it.
    `ask` gives a queryset of `values_list`. The values are filled up with the last of them to the
    next power of two, so that few lengths are written: `ask` must not mind one that comes twice.
    """

    def __init__(self, ask: Callable[[list], QuerySet]):
        self._ask = ask
        self._written: dict[tuple[str, int], tuple] = {}

    def rows(self, values: Sequence) -> list[tuple]:
        """The rows for these values, in the order of the question; of more than MOST, in parts."""
        found: list[tuple] = []
        for start in range(0, len(values), MOST):
            found += self._answers(values[start : start + MOST])
        return found

    def _answers(self, values: Sequence) -> list[tuple]:
        size = 1 << (len(values) - 1).bit_length()
        key = (connection.vendor, size)
        if key not in self._written:
            self._written[key] = self._write(size)
        sql, given, places, converters = self._written[key]
        given, last = list(given), len(values) - 1
        for place, number in places:
            given[place] = values[min(number, last)]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows = cursor.fetchall()
        return _converted(rows, converters) if converters else rows

    def _write(self, size: int) -> tuple:
        """The SQL, its parameters, which of them are the values, and what converts its columns."""
        stand_ins = [STAND_IN + number for number in range(size)]
        numbers = {str(value): number for number, value in enumerate(stand_ins)}
        compiler = self._ask(stand_ins).query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        places = [(at, numbers[str(one)]) for at, one in enumerate(given) if str(one) in numbers]
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        converters = [(at, *pair) for at, pair in compiler.get_converters(columns).items()]
        return sql, given, places, converters


def _converted(rows: Iterable[tuple], converters: list) -> list[tuple]:
    """The rows with days, amounts and lists as Python has them."""
    found = []
    for row in rows:
        values = list(row)
        for at, functions, expression in converters:
            for convert in functions:
                values[at] = convert(values[at], expression, connection)
        found.append(tuple(values))
    return found


class Instances:
    """Instances of a model by the values of one of its fields, read by a question.

    Fields named in `without` are read only if somebody asks for them; `also` are annotations.
    """

    def __init__(self, queryset: QuerySet, field: str, without=(), also: tuple[str, ...] = ()):
        self.model, self._also = queryset.model, also
        kept = [f.attname for f in self.model._meta.concrete_fields if f.name not in without]
        self._names = kept
        self._question = Question(
            lambda values: queryset.filter(**{f"{field}__in": values}).values_list(*kept, *also)
        )

    def of(self, values: Sequence) -> list[models.Model]:
        """The instances, in the order of the queryset."""
        names, number = self._names, len(self._names)
        found = []
        for row in self._question.rows(values):
            one = self.model.from_db(connection.alias, names, row[:number])
            for name, value in zip(self._also, row[number:], strict=True):
                setattr(one, name, value)
            found.append(one)
        return found
