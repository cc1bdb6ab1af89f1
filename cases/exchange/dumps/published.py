"""The dump that readers are offered: the newest in DATA_DIR/dumps, if it holds nothing hidden."""

import datetime
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from . import manifest

NAME = re.compile(r"\d{4}-\d{2}-\d{2}(?:-\d+)?")


@dataclass(frozen=True)
class Published:
    """A dump on the disk: its name, and its manifest."""

    name: str
    said: dict

    @property
    def day(self) -> datetime.date:
        """The day that it states."""
        return datetime.date.fromisoformat(self.name[:10])

    @property
    def readme(self) -> str:
        """The file to begin with, in the reader's language."""
        return f"README.{get_language()}.md"

    def known(self, file: str) -> dict | None:
        """Size and digest of one of its files; None for any other name."""
        return self.said["files"].get(file)


def root() -> Path:
    """The folder of the dumps that are offered."""
    return Path(settings.DATA_DIR) / "dumps"


def all_names() -> list[str]:
    """Every dump in the folder, the oldest first."""
    if not root().is_dir():
        return []
    found = (path.name for path in root().iterdir() if NAME.fullmatch(path.name))
    return sorted(found, key=lambda name: (name[:10], int(name[11:] or 0)))


def new_folder(day: str) -> Path:
    """Where the next dump goes: the day, with a number from the second of that day on."""
    taken = set(all_names())
    number = 1
    while (name := day if number == 1 else f"{day}-{number}") in taken:
        number += 1
    return root() / name


def latest() -> Published | None:
    """The newest dump, unless something was withdrawn or erased since: it may hold that."""
    names = all_names()
    found = _read(names[-1]) if names else None
    return found if found and found.said.get("hidden") == manifest.hidden() else None


def prune(keep: int) -> list[str]:
    """Erase all but the newest dumps, and those that hold what was hidden since: which went."""
    names, now = all_names(), manifest.hidden()
    kept = [n for n in names[-keep:] if (found := _read(n)) and found.said.get("hidden") == now]
    gone = [name for name in names if name not in kept]
    for name in gone:
        shutil.rmtree(root() / name)
    return gone


def erase_all() -> None:
    """Erase every dump: each may hold what is being erased by law."""
    for name in all_names():
        shutil.rmtree(root() / name, ignore_errors=True)


def _read(name: str) -> Published | None:
    """A dump, with its lists; None where the folder is not one."""
    folder = root() / name
    try:
        said = manifest.read(folder)
        own = {file: manifest.described(folder / file) for file in (manifest.MANIFEST,
               manifest.SUMS)}  # fmt: skip
    except (manifest.BadDump, OSError):
        return None
    return Published(name, said | {"files": said["files"] | own})
