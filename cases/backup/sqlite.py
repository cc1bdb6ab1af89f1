"""A copy of an SQLite database while others write to it, and such a copy put in place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from .facts import Ask, facts
from .sealing import CHUNK, BackupError, make_folder, sync
from .store import locked

PART = "database.sqlite3"
WORK = "backup-work"


@contextmanager
def copied(tables: list[str]) -> Iterator[tuple[Iterator[bytes], dict]]:
    """The pieces of a consistent copy, and what it holds.

    The copy is made beside the database, and its name is gone before anybody reads it: what is in
    clear never lies in the folder of backups, and does not outlive this program. It is made in one
    step, as one reader: others write meanwhile, and what they write is not in it.
    """
    work = make_folder(Path(settings.DATA_DIR) / WORK) / PART
    with locked(work.parent):
        _clear(work)  # of a backup that was stopped
        try:
            known = _copy(work, tables)
            file = work.open("rb")
        finally:
            _clear(work)
        with file:
            yield iter(lambda: file.read(CHUNK), b""), known


def _copy(work: Path, tables: list[str]) -> dict:
    work.touch(mode=0o600)
    with closing(_open(_path())) as live, closing(sqlite3.connect(work)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        said = copy.execute("PRAGMA quick_check").fetchone()[0]
        if said != "ok":
            raise BackupError(f"The database is damaged, and was not backed up: {said}")
        return facts(_asking(copy), tables)


class Side:
    """The place beside the database where a copy is put and judged before it takes its place."""

    def __init__(self):
        self.path = _path().with_name(f"{_path().name}.restoring")

    def clear(self) -> None:
        """Take away what an earlier attempt left."""
        _clear(self.path)

    def fill(self, pieces: Iterator[bytes]) -> None:
        """Put the copy there."""
        make_folder(self.path.parent)
        self.path.touch(mode=0o600)
        with self.path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def asking(self) -> Iterator[Ask]:
        """Ask the copy."""
        with closing(_open(self.path)) as opened:
            yield _asking(opened)

    @property
    def url(self) -> str:
        """DATABASE_URL of the copy."""
        return f"sqlite:///{self.path}"

    def switch(self) -> None:
        """Put the copy in the place of the empty database, in one step."""
        connections.close_all()
        with closing(sqlite3.connect(self.path)) as copy:
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            copy.execute("PRAGMA journal_mode=DELETE")
        for end in ("-wal", "-shm"):  # of the empty one: they would be taken for those of the copy
            Path(f"{_path()}{end}").unlink(missing_ok=True)
        os.replace(self.path, _path())
        sync(_path().parent)


def _clear(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)


def _path() -> Path:
    return Path(connection.settings_dict["NAME"]).resolve()


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=20)


def _asking(opened: sqlite3.Connection) -> Ask:
    return lambda sql: opened.execute(sql).fetchall()
