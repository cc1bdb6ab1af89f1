"""Bytes written whole into a folder of backups, and read from it: in clear, or encrypted with age.

age (https://age-encryption.org) streams, so that nothing in clear touches the disk of the backups;
the server knows the public key alone, so that whoever takes it cannot read what it wrote.
"""

import datetime
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1024 * 1024
PRIVATE = 0o600


class BackupError(Exception):
    """Why nothing could be backed up, or restored; a sentence for whoever runs the instance."""


@dataclass(frozen=True)
class Written:
    """What was written: its own size and digest, and those of the bytes as they lie there."""

    size: int
    sha256: str
    stored: dict


def age_program() -> str:
    """The program that encrypts. Raises BackupError where it is missing: never in clear instead."""
    found = shutil.which("age")
    if not found:
        raise BackupError("The program age is not installed (apt-get install age).")
    return found


def write(path: Path, pieces: Iterable[bytes], recipients: tuple[str, ...]) -> Written:
    """Put the pieces at `path`, encrypted to the recipients if there are any: whole, or not at all.

    On return bytes and name are on the disk. The file says the day, never the hour.
    """
    draft = path.with_name(f".{path.name}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    try:
        with os.fdopen(handle, "wb") as file:
            if recipients:
                size, digest = _encrypt(pieces, file, recipients)
            else:
                size, digest = _copy(pieces, file)
            file.flush()
            os.fsync(file.fileno())
        stored = described(draft)
        day = datetime.datetime.combine(datetime.date.today(), datetime.time()).timestamp()
        os.utime(draft, (day, day))
        os.rename(draft, path)
        sync(path.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return Written(size, digest, stored)


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file as it lies there, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def opened(path: Path, identity: Path | None) -> Iterator[bytes]:
    """What was written at `path`, decrypted with the private key in the file `identity`."""
    if identity is None:
        yield from pieces_of(path)
        return
    command = [age_program(), "--decrypt", "--identity", os.fspath(identity), os.fspath(path)]
    with subprocess.Popen(  # noqa: S603  (a program of the system, arguments of ours)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as age:
        while piece := age.stdout.read(CHUNK):
            yield piece
        said = age.stderr.read().decode(errors="replace").strip()
    if age.returncode:
        raise BackupError(f"{path.name} cannot be decrypted: {said}")


def described(path: Path) -> dict:
    """Size and digest of the bytes of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"size": path.stat().st_size, "sha256": digest}


def sync(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> Path:
    """The folder, made for its owner alone if it is not there."""
    if not folder.exists():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync(folder.parent)
    return folder


def _copy(pieces: Iterable[bytes], file) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        file.write(piece)
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def _encrypt(pieces: Iterable[bytes], file, recipients: tuple[str, ...]) -> tuple[int, str]:
    command = [age_program(), "--encrypt"]
    for recipient in recipients:
        command += ["--recipient", recipient]
    with subprocess.Popen(  # noqa: S603  (a program of the system, keys that settings checked)
        command, stdin=subprocess.PIPE, stdout=file, stderr=subprocess.PIPE
    ) as age:
        try:
            counted = _copy(pieces, age.stdin)
            age.stdin.close()
        except BrokenPipeError:
            counted = None
        except BaseException:
            age.kill()  # or it would end its file as if it were whole
            raise
        said = age.stderr.read().decode(errors="replace").strip()
    if age.returncode or counted is None:
        raise BackupError(f"age refused to encrypt: {said}")
    return counted
