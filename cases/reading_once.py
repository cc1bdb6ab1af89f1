"""Many reads that all see one moment of the database, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def reading_once() -> Iterator[None]:
    """Everything read inside is of one moment; nothing is written, and no writer waits.

    Inside a transaction there is already one. On SQLite `atomic` would take the lock of writers
    (see `transaction_mode` in the settings), hence the statement.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
