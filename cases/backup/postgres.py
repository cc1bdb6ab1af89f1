"""A dump of a PostgreSQL database while others write to it, and such a dump put in place."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection, connections
from psycopg import sql

from cases.reading_once import reading_once

from .facts import Ask, facts
from .sealing import CHUNK, BackupError

PART = "database.pgdump"
FROM_SETTINGS = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
MADE = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}")
FROM_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile")


def program(name: str) -> str:
    """A program of PostgreSQL: the newest where Debian puts them, or the one in PATH."""
    debian = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    found = sorted(debian, key=lambda path: float(path.parts[-3]), reverse=True)
    for candidate in [*map(os.fspath, found), shutil.which(name)]:
        if candidate and os.access(candidate, os.X_OK):
            return candidate
    raise BackupError(f"The program {name} is not installed (apt-get install postgresql-client).")


@contextmanager
def copied(tables: list[str]) -> Iterator[tuple[Iterator[bytes], dict]]:
    """The pieces of a consistent dump, and what it holds: both read the same snapshot."""
    dump = program("pg_dump")
    with reading_once():
        known = facts(_ask, tables)
        [[snapshot]] = _ask("SELECT pg_export_snapshot()")
        yield _dumped([dump, "--format=custom", "--no-owner", "--no-privileges",
                       f"--snapshot={snapshot}"]), known  # fmt: skip


def _dumped(command: list[str]) -> Iterator[bytes]:
    with subprocess.Popen(  # noqa: S603  (a program of the system, arguments of ours)
        command, env=_environment(_name()), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as dump:
        while piece := dump.stdout.read(CHUNK):
            yield piece
        said = dump.stderr.read().decode(errors="replace").strip()
    if dump.returncode:
        raise BackupError(f"pg_dump failed: {said}")


class Side:
    """A database of its own, where a dump is restored and judged before it takes the name."""

    def __init__(self):
        self.name = f"{_name()}_restoring"

    def clear(self) -> None:
        """Take away what an earlier attempt left."""
        with _maintenance() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(_quoted(self.name)))

    def fill(self, pieces: Iterator[bytes]) -> None:
        """Restore the dump, all or nothing, without a copy on the disk."""
        self._create()
        command = [program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error",
                   "--single-transaction", f"--dbname={self.name}"]  # fmt: skip
        with subprocess.Popen(  # noqa: S603  (a program of the system, arguments of ours)
            command, env=_environment(self.name), stdin=subprocess.PIPE, stderr=subprocess.PIPE
        ) as restore:
            try:
                for piece in pieces:
                    restore.stdin.write(piece)
                restore.stdin.close()
            except BrokenPipeError:
                pass  # it says why below
            except BaseException:
                restore.kill()
                raise
            said = restore.stderr.read().decode(errors="replace").strip()
        if restore.returncode:
            raise BackupError(f"pg_restore failed: {said}")

    @contextmanager
    def asking(self) -> Iterator[Ask]:
        """Ask the copy."""
        with _connected(self.name) as server:
            yield lambda text: server.execute(text).fetchall()

    @property
    def url(self) -> str:
        """DATABASE_URL of the copy."""
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.name}").geturl()

    def switch(self) -> None:
        """Give the copy the name of the empty database, in one step; the empty one goes."""
        connections.close_all()
        name, empty = _name(), f"{_name()}_empty"
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        try:
            with _maintenance() as server:
                with server.transaction():
                    server.execute(rename.format(_quoted(name), _quoted(empty)))
                    server.execute(rename.format(_quoted(self.name), _quoted(name)))
                server.execute(sql.SQL("DROP DATABASE {}").format(_quoted(empty)))
        except psycopg.Error as error:
            raise BackupError(f"The databases could not be exchanged: {error}") from error

    def _create(self) -> None:
        """An empty database that sorts and folds as the one it will replace."""
        try:
            with _maintenance() as server:
                [collate, ctype] = server.execute(
                    "SELECT datcollate, datctype FROM pg_database WHERE datname = %s", [_name()]
                ).fetchone()
                server.execute(
                    MADE.format(_quoted(self.name), sql.Literal(collate), sql.Literal(ctype))
                )
        except psycopg.Error as error:
            raise BackupError(
                f"The database {self.name}, to judge the backup in, cannot be made: {error}"
            ) from error


def _name() -> str:
    return connection.settings_dict["NAME"]


def _quoted(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _ask(text: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall()


def _connected(name: str) -> psycopg.Connection:
    parameters = {key: value for key, value in connection.get_connection_params().items()
                  if key in ("host", "port", "user", "password", *FROM_OPTIONS)}  # fmt: skip
    return psycopg.connect(dbname=name, autocommit=True, **parameters)


def _maintenance() -> psycopg.Connection:
    """A connection to the server that is in neither database."""
    return _connected("postgres")


def _environment(name: str) -> dict:
    """What the programs of PostgreSQL need to connect: in the environment, never in `ps`."""
    settings = connection.settings_dict
    given = {variable: str(settings[key]) for key, variable in FROM_SETTINGS.items()
             if settings.get(key)}  # fmt: skip
    options = settings.get("OPTIONS", {})
    given |= {f"PG{key.upper()}": str(options[key]) for key in FROM_OPTIONS if key in options}
    return os.environ | given | {"PGDATABASE": name}
