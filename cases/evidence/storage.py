"""Cleaned files on the disk: named by us, written whole or not at all, never among the static ones.

A name is the digest of the content, so the same picture sent twice is one file. Who may still
need a file before it is erased is for the caller to know.
"""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .cleaned import Cleaned
from .limits import Refused

NAME = re.compile(r"[0-9a-f]{64}\.(?:jpg|png|webp|pdf)")
FREE_SPACE_FLOOR = 500_000_000  # bytes; the setting EVIDENCE_FREE_SPACE_FLOOR overrides it
PRIVATE = 0o600
LOCK = ".lock"


@contextmanager
def locked() -> Iterator[None]:
    """Nobody else of this machine stores or erases meanwhile.

    To be held from writing a file to committing the row that names it, and from finding that
    no row names a file to erasing it: otherwise one could erase what another is about to name.
    """
    _make_folders(_root())
    handle = os.open(_root() / LOCK, os.O_WRONLY | os.O_CREAT, PRIVATE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class NoSpace(Refused):
    """The disk is nearly full: for a 503, not for a wrong file."""

    def __init__(self):
        super().__init__("no_room")


def store(cleaned: Cleaned) -> str:
    """Write a cleaned file for good and return its name.

    On return the bytes and their name are on the disk, so that a row may be committed that
    speaks of them. Raises NoSpace below the floor of free space.
    """
    name = hashlib.sha256(cleaned.data).hexdigest() + cleaned.type.extension
    path = _path(name)
    check_room(len(cleaned.data))
    write_whole(path, cleaned.data)
    return name


def store_named(name: str, data: bytes) -> None:
    """Write a file that was stored under this name before, elsewhere. Raises as `store` does."""
    if hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
        raise FileNotFoundError(name)
    check_room(len(data))
    write_whole(_path(name), data)


def write_whole(path: Path, data: bytes) -> None:
    """Put a file on the disk, its folders, its bytes and its name; one that is there stays."""
    _make_folders(path.parent)
    if not path.exists():
        _write(path, data)
    _sync(path.parent)


def open_file(name: str) -> BinaryIO:
    """A stored file, open for reading. Raises FileNotFoundError, also for a name not of ours."""
    return _path(name).open("rb")


def exists(name: str) -> bool:
    """True for the name of a stored file."""
    try:
        return _path(name).is_file()
    except FileNotFoundError:
        return False


def read(name: str) -> bytes:
    """The bytes of a stored file. Raises FileNotFoundError as `open_file` does."""
    with open_file(name) as file:
        return file.read()


def is_intact(name: str) -> bool:
    """True when the file is there and still what its name says."""
    try:
        with open_file(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == name.partition(".")[0]
    except FileNotFoundError:
        return False


def all_names() -> list[str]:
    """The name of every stored file."""
    return sorted(path.name for path in _root().rglob("*") if NAME.fullmatch(path.name))


def erase_drafts() -> None:
    """Remove what a stopped machine left half written; only while `locked`."""
    for path in _root().rglob(".*"):
        if path.is_file() and path.name != LOCK:
            path.unlink(missing_ok=True)


def erase(name: str) -> bool:
    """Remove a stored file for good; whether there was one. A name not of ours is no file."""
    try:
        path = _path(name)
        path.unlink()
    except FileNotFoundError:
        return False
    _sync(path.parent)
    return True


def check_room(size: int = 0, floor: int | None = None) -> None:
    """Raise NoSpace where `size` more bytes would leave less than the floor (that of files).

    Also where the disk takes nothing at all, whatever room it says it has.
    """
    folder = _root()
    while not folder.exists():
        folder = folder.parent
    if floor is None:
        floor = getattr(settings, "EVIDENCE_FREE_SPACE_FLOOR", FREE_SPACE_FLOOR)
    if shutil.disk_usage(folder).free - size < floor:
        raise NoSpace
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise NoSpace from error


def _root() -> Path:
    if not settings.MEDIA_ROOT:
        raise ImproperlyConfigured("MEDIA_ROOT must name a folder: files would fall anywhere.")
    return Path(settings.MEDIA_ROOT) / "evidence"


def place_of(name: str) -> Path:
    """Where a file lies, seen from the folder of all files: `evidence/ab/cd/abcd….jpg`.

    Two folders deep, for a folder of 100,000 files is slow to list. Raises FileNotFoundError for
    a name not of ours.
    """
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return Path("evidence", name[:2], name[2:4], name)


def _path(name: str) -> Path:
    return _root().parent / place_of(name)


def _make_folders(folder: Path) -> None:
    """Make the folders that lack, each one on the disk before what it will hold."""
    if not folder.exists():
        _make_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync(folder.parent)


def _write(path: Path, data: bytes) -> None:
    """Write under another name in the same folder, then rename: a half file is never seen."""
    handle, draft = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(handle, PRIVATE)
            os.fsync(handle)
        os.rename(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
