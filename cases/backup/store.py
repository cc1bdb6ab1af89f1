"""The folder of backups: which snapshots are finished, what they hold, what may go.

Nothing here needs the private key: `contents.json` names what lies in the folder by size and
digest, under names that say nothing (see `stored_files.py`).
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .sealing import PRIVATE, BackupError, described, make_folder, write

FORMAT = 1
CONTENTS = "contents.json"
NAME = re.compile(r"\d{4}-\d{2}-\d{2}-\d{2,}")
OBJECT = re.compile(r"[0-9a-f]{64}(?:\.age)?")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else writes into the folder meanwhile. Raises BackupError where somebody does."""
    handle = os.open(make_folder(folder) / ".lock", os.O_WRONLY | os.O_CREAT, PRIVATE)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup or restoration is at work in {folder}.") from None
        yield
    finally:
        os.close(handle)


@dataclass(frozen=True)
class Store:
    """A folder of backups."""

    root: Path

    @property
    def snapshots(self) -> Path:
        """Where the snapshots lie."""
        return self.root / "snapshots"

    def object(self, name: str) -> Path:
        """Where a file lies: two letters deep, for a folder of 100,000 files is slow to list."""
        return self.root / "objects" / name[:2] / name

    def all_names(self) -> list[str]:
        """Every snapshot, finished or not, the oldest first."""
        if not self.snapshots.is_dir():
            return []
        found = (path.name for path in self.snapshots.iterdir() if NAME.fullmatch(path.name))
        return sorted(found, key=_order)

    def finished(self) -> list[str]:
        """The snapshots that are whole, the oldest first."""
        return [n for n in self.all_names() if (self.snapshots / n / CONTENTS).is_file()]

    def new_name(self, day: str) -> str:
        """The name of a new snapshot: the day, and its number on that day."""
        taken = [int(name[11:]) for name in self.all_names() if name.startswith(day)]
        return f"{day}-{max(taken, default=0) + 1:02}"

    def finish(self, name: str, encrypted: bool, parts: dict, objects: dict) -> None:
        """Write what a snapshot holds, by rename: from now on it is one."""
        contents = {"format": FORMAT, "snapshot": name, "encrypted": encrypted, "parts": parts,
                    "objects": objects}  # fmt: skip
        write(self.snapshots / name / CONTENTS, [_with_sum(contents)], ())

    def contents(self, name: str) -> dict:
        """What a finished snapshot holds. Raises BackupError where the list itself is damaged."""
        path = self.snapshots / name / CONTENTS
        data = path.read_bytes()
        try:
            contents = json.loads(data)
            contents.pop("sum")
            whole = data == _with_sum(contents) and contents["snapshot"] == name
        except (ValueError, KeyError, AttributeError, TypeError):
            whole = False
        if not whole:
            raise BackupError(f"{name}/{CONTENTS} is damaged.")
        if contents["format"] != FORMAT:
            raise BackupError(f"{name} has format {contents['format']}, which is not known here.")
        return contents

    def damaged(self, name: str) -> Iterator[str]:
        """What of a finished snapshot is missing, or is not what it was: every byte is read."""
        contents = self.contents(name)
        listed = [(self.snapshots / name / part, known) for part, known in
                  contents["parts"].items()]  # fmt: skip
        listed += [(self.object(part), known) for part, known in contents["objects"].items()]
        for path, known in listed:
            if not path.is_file() or described(path) != known:
                yield os.fspath(path.relative_to(self.root))

    def known_objects(self) -> dict[str, dict]:
        """Files that finished snapshots name and that are still there, with size and digest."""
        known = {}
        for name in self.finished():
            known |= self.contents(name)["objects"]
        return {
            name: one for name, one in known.items()
            if self.object(name).is_file() and self.object(name).stat().st_size == one["size"]
        }  # fmt: skip

    def remove_unfinished(self) -> list[str]:
        """Take away what a stopped backup left; only while `locked`."""
        left = sorted(set(self.all_names()) - set(self.finished()))
        for name in left:
            shutil.rmtree(self.snapshots / name)
        for draft in self.root.glob("objects/*/.*"):
            draft.unlink()
        return left

    def prune(self, keep: int | None) -> list[str]:
        """Keep the newest snapshots (all of them: None), and the files that those name.

        Only while `locked`. Returns the names of the snapshots that went.
        """
        finished = self.finished()
        gone = finished[: max(0, len(finished) - keep)] if keep else []
        for name in gone:
            (self.snapshots / name / CONTENTS).unlink()  # first: a half one is no snapshot
            shutil.rmtree(self.snapshots / name)
        needed = set()
        for name in self.finished():
            needed |= set(self.contents(name)["objects"])
        for path in self.root.glob("objects/*/*"):
            if OBJECT.fullmatch(path.name) and path.name not in needed:
                path.unlink()
        return gone


def _order(name: str) -> tuple[str, int]:
    return name[:10], int(name[11:])


def _with_sum(contents: dict) -> bytes:
    """The list as it is written, with its own digest."""
    plain = json.dumps(contents, sort_keys=True)
    total = hashlib.sha256(plain.encode()).hexdigest()
    return (json.dumps(contents | {"sum": total}, sort_keys=True, indent=1) + "\n").encode()
