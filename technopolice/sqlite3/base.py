"""Opening the database; on a full or read-only disk, as it lies.

In WAL mode even a reader writes: the file that connections share is made when the first one opens.
Where that fails, SQLite opens nothing, and no page could be read. If the log beside the database
is empty, everything is in the database itself, which can be read without sharing anything.
Writing then fails at once, as it must.
"""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from django.db.backends.sqlite3 import base
from django.utils.asyncio import async_unsafe

DISK_TAKES_NOTHING = {
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
}  # fmt: skip


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with a second way to open."""

    @async_unsafe
    def get_new_connection(self, conn_params):
        """Open to read and write, or else to read."""
        try:
            return super().get_new_connection(conn_params)
        except sqlite3.OperationalError as error:
            lies_whole = lies_as_a_whole(conn_params["database"])
            if error.sqlite_errorcode & 0xFF not in DISK_TAKES_NOTHING or not lies_whole:
                raise
            return self._as_it_lies(conn_params)

    def _as_it_lies(self, conn_params) -> sqlite3.Connection:
        path = quote(str(conn_params["database"]))
        init_commands, self.init_commands = self.init_commands, []
        try:
            return super().get_new_connection(
                conn_params | {"database": f"file:{path}?mode=ro&immutable=1"}
            )
        finally:
            self.init_commands = init_commands


def lies_as_a_whole(name) -> bool:
    """True when the file of the database lacks nothing that only its log holds."""
    database, log = Path(name), Path(f"{name}-wal")
    return database.is_file() and not (log.exists() and log.stat().st_size)
