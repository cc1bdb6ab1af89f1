"""Making one backup: files, the database, the files that came meanwhile, and last the lists."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.integrity import journal

from . import postgres, sqlite
from .sealing import Written, age_program, make_folder, pieces_of, write
from .store import Store, locked
from .stored_files import StoredFile, pieces, present

JOURNAL = "erasures.jsonl"
MANIFEST = "manifest.json"


@dataclass
class Outcome:
    """What a backup did, for whoever reads the log of the timer."""

    name: str = ""
    files: int = 0
    copied: int = 0
    bytes_copied: int = 0
    encrypted: bool = False
    damaged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    data_version: int = 0
    revisions: int = 0
    head: str = ""


def engine():
    """The module that copies the database of this instance."""
    return postgres if connection.vendor == "postgresql" else sqlite


def backup(root: Path, keep: int | None = None) -> Outcome:
    """Make a snapshot of the instance in the folder; keep the newest `keep`, or all of them.

    Raises BackupError, and then there is no new snapshot and no old one went.
    """
    recipients = tuple(settings.BACKUP_RECIPIENT)
    if recipients:
        age_program()
    store = Store(root)
    with locked(root):
        store.remove_unfinished()
        return _Making(store, recipients).run(keep)


class _Making:
    """One backup under way."""

    def __init__(self, store: Store, recipients: tuple[str, ...]):
        self.store, self.recipients = store, recipients
        self.known = store.known_objects()
        self.files: dict[StoredFile, dict] = {}
        self.parts: dict[str, dict] = {}
        self.outcome = Outcome(encrypted=bool(recipients))

    def run(self, keep: int | None) -> Outcome:
        """Every step, the marker of a finished snapshot last."""
        done, day = self.outcome, timezone.localdate().isoformat()
        done.name = self.store.new_name(day)
        self.folder = make_folder(self.store.snapshots / done.name)
        # Before and after the database: whatever it names was there at one of the two.
        self._copy_files()
        tables = connection.introspection.django_table_names(only_existing=True)
        with engine().copied([*tables, "django_migrations"]) as (database, facts):
            stored = self._write(engine().PART, database)
        self._copy_files()
        erased = self._write(JOURNAL, iter([_journal()]))
        manifest = {
            "program": program_version(), "day": day, "database": connection.vendor, **facts,
            "parts": {engine().PART: _clear(stored), JOURNAL: _clear(erased)},
            "damaged": done.damaged,
            "files": [[f.folder, f.name, f.object_name(self.recipients)]
                      for f in sorted(self.files, key=lambda f: (f.folder, f.name))],
        }  # fmt: skip
        self._write(MANIFEST, iter([json.dumps(manifest, indent=1).encode()]))
        objects = {f.object_name(self.recipients): one for f, one in self.files.items()}
        self.store.finish(done.name, done.encrypted, self.parts, objects)
        done.removed = self.store.prune(keep)
        done.files = len(self.files)
        done.data_version, done.head = facts["data_version"], facts["head"]
        done.revisions = facts["revisions"]
        return done

    def _write(self, part: str, of: Iterator[bytes]) -> Written:
        path = self.folder / (f"{part}.age" if self.recipients else part)
        written = write(path, of, self.recipients)
        self.parts[path.name] = written.stored
        return written

    def _copy_files(self) -> None:
        """Copy each stored file that the folder does not have; never a link to a live one."""
        for file in sorted(present() - set(self.files), key=lambda f: (f.folder, f.name)):
            name = file.object_name(self.recipients)
            if name not in self.known:
                try:
                    written = write(_ready(self.store.object(name)), pieces(file), self.recipients)
                except FileNotFoundError:
                    continue  # erased since it was listed
                if written.sha256 != file.sha256:
                    self.store.object(name).unlink()
                    self._note_damaged(file)
                    continue
                self.known[name] = written.stored
                self.outcome.copied += 1
                self.outcome.bytes_copied += written.size
            self.files[file] = self.known[name]

    def _note_damaged(self, file: StoredFile) -> None:
        where = f"{file.folder}/{file.name}"
        if where not in self.outcome.damaged:
            self.outcome.damaged.append(where)


def program_version() -> str:
    """The version of the program, as pyproject.toml has it."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def _ready(path: Path) -> Path:
    make_folder(path.parent)
    return path


def _journal() -> bytes:
    return b"".join(pieces_of(journal.path())) if journal.path().exists() else b""


def _clear(written: Written) -> dict:
    return {"size": written.size, "sha256": written.sha256}
