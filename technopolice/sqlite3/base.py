"""Opening the database; on a full or read-only disk, as it lies.

In WAL mode even a reader writes: the file that connections share is made when the first one opens.
Where that fails, SQLite opens nothing, and no page could be read. If the log beside the database
is empty, everything is in the database itself, which can be read without sharing anything. If it
is not, SQLite reads the log into memory when it may not write the shared file (`readonly_shm`; its
own tests ask for it by that name): that file may be of any size, and the try to open it left one.
Writing then fails at once, as it must.

A connection is kept from one request to the next, for SQLite reads the whole schema when it opens
one. It is opened anew after any error, and at each request while the disk takes nothing: what the
disk allows by then is found out by opening.
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

    def is_usable(self) -> bool:
        """Asked after an error alone: open another."""
        return False

    @async_unsafe
    def get_new_connection(self, conn_params):
        """Open to read and write, or else to read."""
        opened = []

        def open_it(*args, **kwargs):
            opened.append(sqlite3.Connection(*args, **kwargs))
            return opened[-1]

        try:
            return super().get_new_connection(conn_params | {"factory": open_it})
        except sqlite3.OperationalError as error:
            for each in opened:
                each.close()  # left half open, it would be shared with the next
            if error.sqlite_errorcode & 0xFF not in DISK_TAKES_NOTHING:
                raise
            return self._as_it_lies(conn_params)

    def _as_it_lies(self, conn_params) -> sqlite3.Connection:
        self.close_at = 0  # with this request
        path = quote(str(conn_params["database"]))
        how = "immutable" if lies_as_a_whole(conn_params["database"]) else "readonly_shm"
        init_commands, self.init_commands = self.init_commands, []
        try:
            return super().get_new_connection(
                conn_params | {"database": f"file:{path}?mode=ro&{how}=1"}
            )
        finally:
            self.init_commands = init_commands


def lies_as_a_whole(name) -> bool:
    """True when the file of the database lacks nothing that only its log holds."""
    database, log = Path(name), Path(f"{name}-wal")
    return database.is_file() and not (log.exists() and log.stat().st_size)
