"""A disk that a test may fill, break and unplug: ext4 in a file, mounted.

Mounting needs root and loop devices; where they lack, `Disk.plug` raises NoDisk, which says why.
"""

import fcntl
import os
import struct
import subprocess
import time
from pathlib import Path

MEGABYTE = 1_000_000
EXT4_IOC_SHUTDOWN, NOTHING_MORE = 0x8004587D, 2  # from now on nothing reaches the disk
PATIENCE = 20  # seconds, for processes that end to let go of the disk


class NoDisk(Exception):
    """Why no disk can be mounted here."""


class Disk:
    """A disk of some size; `folder` is where it is seen."""

    def __init__(self, place: Path, megabytes: int):
        self.image, self.folder = place / "disk.img", place / "disk"
        self.folder.mkdir()
        with self.image.open("wb") as file:
            file.truncate(megabytes * MEGABYTE)
        _run("mkfs.ext4", "-q", "-m", "0", self.image)
        self.plug()

    def plug(self) -> None:
        """Mount it; what a file system does for careless programs is turned off."""
        _run("mount", "-o", "loop,noauto_da_alloc,errors=remount-ro", self.image, self.folder)
        self.folder.chmod(0o755)

    def unplug(self) -> None:
        """Unmount it, once those who died have let go."""
        deadline = time.monotonic() + PATIENCE
        while os.path.ismount(self.folder):
            try:
                _run("umount", self.folder)
            except NoDisk:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def cut(self) -> None:
        """Cut the power: what was not synced is gone, as xfstests does it."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, EXT4_IOC_SHUTDOWN, struct.pack("I", NOTHING_MORE))
        finally:
            os.close(handle)

    def fail(self) -> None:
        """Become read-only under those who write, as after an error of the disk."""
        _run("mount", "-o", "remount,abort", self.folder)

    def leave(self, free: int) -> None:
        """Let something else take all the room but this many bytes."""
        (self.folder / "filler").unlink(missing_ok=True)
        room = os.statvfs(self.folder)
        taken = room.f_bavail * room.f_frsize - free
        with (self.folder / "filler").open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, taken)

    def take_all(self) -> None:
        """Let something else take the last byte."""
        with (self.folder / "filler").open("ab", buffering=0) as file:
            for size in (MEGABYTE, 4096, 1):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    continue

    def free(self) -> None:
        """The other thing is gone."""
        (self.folder / "filler").unlink(missing_ok=True)


def _run(*command) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise NoDisk(f"no {command[0]} here") from error
    except subprocess.CalledProcessError as error:
        raise NoDisk(f"{command[0]}: {error.stderr.strip()}") from error
