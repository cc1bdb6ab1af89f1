"""Restoring a backup into an empty instance: all is proved before anything takes its place."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cases.intake.models import Submission
from cases.models import Entry

from .facts import addresses, difference, facts
from .make import JOURNAL, MANIFEST, engine, program_version
from .sealing import BackupError, make_folder, opened, sync
from .store import Store, locked
from .stored_files import StoredFile

SIDE = "restoring"
Say = Callable[[str], None]


def restore(
    root: Path, name: str, identity: Path | None, say: Say, accept_problems: bool = False
) -> None:
    """Restore a finished snapshot, the newest if none is named. Raises BackupError.

    Then nothing of the instance has changed. `accept_problems` lets through what `verify` names,
    for an instance that had problems when it was backed up; never a byte that was altered since.
    """
    refuse_unless_empty()
    store = Store(root)
    finished = store.finished()
    name = name or (finished[-1] if finished else "")
    if name not in finished:
        raise BackupError(f"There is no finished backup {name}".rstrip() + f" in {root}.")
    with locked(Path(settings.DATA_DIR) / SIDE):
        _Restoring(store, name, identity, say).run(accept_problems)
    shutil.rmtree(Path(settings.DATA_DIR) / SIDE)


def refuse_unless_empty() -> None:
    """Raise BackupError where this instance holds anything that a person made."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    for model in (Entry, Submission, User):
        if model._meta.db_table in there and model.objects.exists():
            raise BackupError(
                "This instance is not empty: a backup is restored into a new DATA_DIR, or a new "
                "database, never over what is there."
            )


class _Restoring:
    """One restoration under way, in a place beside the instance."""

    def __init__(self, store: Store, name: str, identity: Path | None, say: Say):
        self.store, self.name, self.say = store, name, say
        self.encrypted = store.contents(name)["encrypted"]
        if self.encrypted and identity is None:
            raise BackupError("This backup is encrypted: --identity FILE names the private key.")
        self.identity = identity
        self.folder = Path(settings.DATA_DIR) / SIDE
        self.side = engine().Side()

    def run(self, accept_problems: bool) -> None:
        """Every step; whatever fails takes the place beside away again."""
        try:
            if damaged := list(self.store.damaged(self.name)):
                raise BackupError(
                    f"Missing or altered: {', '.join(damaged)}. Nothing was restored."
                )
            manifest = json.loads(b"".join(self._part(self.name, MANIFEST)))
            self._refuse_what_cannot_be_read(manifest)
            self._put_beside(manifest)
            self._judge(accept_problems, manifest["program"] != program_version())
            self._switch(manifest)
        except BaseException:
            self._clear()
            raise

    def _refuse_what_cannot_be_read(self, manifest: dict) -> None:
        if manifest["database"] != connection.vendor:
            raise BackupError(
                f"This backup is of {manifest['database']}, and this instance uses "
                f"{connection.vendor}: to change, dump the register and load the dump."
            )
        known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
        if unknown := sorted(set(manifest["migrations"]) - known):
            raise BackupError(
                f"This backup is of version {manifest['program']}, newer than this program: "
                f"{unknown[0]} is not known here."
            )

    def _put_beside(self, manifest: dict) -> None:
        """Decrypt everything into the place beside, each piece compared with the manifest."""
        self._clear()
        for folder, name, stored in manifest["files"]:
            file = StoredFile(folder, name)
            target = self.folder / "files" / file.path
            make_folder(target.parent)
            _put(self._checked(self.store.object(stored), file.sha256), target)
        part = engine().PART
        sealed = self.store.snapshots / self.name / self._stored_name(self.name, part)
        self.side.fill(self._checked(sealed, manifest["parts"][part]["sha256"]))
        with self.side.asking() as ask:
            if differs := difference(manifest, facts(ask, list(manifest["tables"]))):
                raise BackupError(f"The restored database is not the one backed up: {differs}")
            lines = self._journal(addresses(ask))
        _put(iter(lines), self.folder / JOURNAL)
        self.say(
            f"Backup {self.name}: {len(manifest['files'])} files, data version "
            f"{manifest['data_version']}, {manifest['revisions']} revisions, "
            f"head {manifest['head'] or 'none'}."
        )

    def _journal(self, known: set[str]) -> list[bytes]:
        """The newest journal: of this snapshot, of later ones, and one put into DATA_DIR.

        An erasure in a record that this backup does not have yet has nothing to erase, and must not
        wait for another record of the same address.
        """
        names = self.store.finished()
        texts = [b"".join(self._part(name, JOURNAL)) for name in names[names.index(self.name) :]]
        placed = Path(settings.DATA_DIR) / JOURNAL
        if placed.exists():
            texts.append(placed.read_bytes())
        lines = {}
        for line in b"\n".join(texts).splitlines():
            if line.endswith(b"}"):
                said = json.loads(line)
                if said["record"] in known:
                    lines.setdefault(said["uid"], line + b"\n")
        return list(lines.values())

    def _judge(self, accept_problems: bool, is_older: bool) -> None:
        """Bring the copy up to this program, erase again what was erased since, and verify it."""
        for command in ("migrate", *(["rebuild"] if is_older else []), "replay_erasures", "verify"):
            done = self._manage(command)
            said = done.stdout.strip()
            if done.returncode == 0:
                self.say(f"{command}: {said.splitlines()[-1] if said else 'done'}")
            elif command == "verify" and accept_problems and not done.stderr.strip():
                self.say(f"{said}\nAccepted all the same.")
            else:
                raise BackupError(f"{command} failed, nothing was restored:\n{said}\n{done.stderr}")

    def _manage(self, command: str) -> subprocess.CompletedProcess:
        """Run a command of this program on the copy."""
        environment = os.environ | {"DATA_DIR": os.fspath(self.folder),
                                    "DATABASE_URL": self.side.url}  # fmt: skip
        return subprocess.run(  # noqa: S603  (this program, arguments of ours)
            [sys.executable, settings.BASE_DIR / "manage.py", command],
            env=environment, capture_output=True, text=True,
        )  # fmt: skip

    def _switch(self, manifest: dict) -> None:
        """Files and journal first: no row names them until the database is there, by one rename."""
        for folder, name, _stored in manifest["files"]:
            path = StoredFile(folder, name).path
            beside, target = self.folder / "files" / path, Path(settings.MEDIA_ROOT) / path
            if beside.exists():  # an erasure that was replayed may have taken it away
                make_folder(target.parent)
                os.replace(beside, target)
                sync(target.parent)
        os.replace(self.folder / JOURNAL, Path(settings.DATA_DIR) / JOURNAL)
        sync(Path(settings.DATA_DIR))
        self.side.switch()

    def _clear(self) -> None:
        self.side.clear()
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != ".lock":
                path.unlink()

    def _stored_name(self, name: str, part: str) -> str:
        return f"{part}.age" if self.store.contents(name)["encrypted"] else part

    def _part(self, name: str, part: str) -> Iterator[bytes]:
        stored = self._stored_name(name, part)
        identity = self.identity if stored.endswith(".age") else None
        if stored.endswith(".age") and identity is None:
            raise BackupError(f"{name} is encrypted: --identity FILE names the private key.")
        return opened(self.store.snapshots / name / stored, identity)

    def _checked(self, path: Path, sha256: str) -> Iterator[bytes]:
        """The content, refused at its end when it is not what the manifest says."""
        digest = hashlib.sha256()
        for piece in opened(path, self.identity if self.encrypted else None):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != sha256:
            raise BackupError(f"{path.name} is not what the manifest says.")


def _put(pieces: Iterator[bytes], target: Path) -> None:
    """Write a file for its owner alone, on the disk when this returns."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
