"""Stored files: named by us, whole on the disk or absent, never where another name points."""

import hashlib
import os
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from cases.evidence import storage
from cases.evidence.cleaned import Cleaned
from cases.evidence.limits import Refused
from cases.evidence.storage import NoSpace, erase, open_file, store
from cases.evidence.types import Type

FILE = Cleaned(b"a cleaned file", Type.JPEG, 1, 1)
DIGEST = hashlib.sha256(FILE.data).hexdigest()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """An empty folder for files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EVIDENCE_FREE_SPACE_FLOOR = 1
    return settings.MEDIA_ROOT / "evidence"


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_stored_under_its_digest(folder):
    name = store(FILE)
    assert name == f"{DIGEST}.jpg"
    (path,) = files_in(folder)
    assert path == folder / DIGEST[:2] / DIGEST[2:4] / name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with open_file(name) as file:
        assert file.read() == FILE.data


def test_the_same_file_twice_is_one(folder):
    assert store(FILE) == store(FILE)
    assert len(files_in(folder)) == 1


def test_an_erased_file_is_gone(folder):
    name = store(FILE)
    assert erase(name) is True
    assert erase(name) is False
    assert files_in(folder) == []
    with pytest.raises(FileNotFoundError):
        open_file(name)


@pytest.mark.parametrize("name", [
    "", ".", "../secret_key", f"../{DIGEST}.jpg", f"{DIGEST}.html", f"{DIGEST}.jpg\n",
    f"{DIGEST}.jpg/..", DIGEST, f"{DIGEST.upper()}.jpg", f"{DIGEST}.jpg\0", "/etc/passwd",
])  # fmt: skip
def test_a_name_not_of_ours_is_no_file(name):
    with pytest.raises(FileNotFoundError):
        open_file(name)
    assert erase(name) is False


def test_nothing_is_written_below_the_floor(folder, settings):
    settings.EVIDENCE_FREE_SPACE_FLOOR = 1 << 60
    with pytest.raises(NoSpace) as refused:
        store(FILE)
    assert isinstance(refused.value, Refused)
    assert files_in(folder) == []


def test_the_floor_has_a_default(settings):
    del settings.EVIDENCE_FREE_SPACE_FLOOR
    assert storage.FREE_SPACE_FLOOR == 500_000_000
    storage.check_room()


def test_a_failure_leaves_nothing(folder, monkeypatch):
    def fail(*_args):
        raise OSError("disk")

    monkeypatch.setattr(storage.os, "rename", fail)
    with pytest.raises(OSError, match="disk"):
        store(FILE)
    assert files_in(folder) == []


def test_bytes_are_on_the_disk_before_the_name_and_the_name_before_the_answer(monkeypatch):
    done = []
    sync, rename = os.fsync, os.rename

    def noted_sync(handle):
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    monkeypatch.setattr(storage.os, "fsync", noted_sync)
    monkeypatch.setattr(storage.os, "rename", lambda *a: (done.append("rename"), rename(*a)))
    store(FILE)
    assert done[-3:] == ["file", "rename", "folder"]


def test_without_a_folder_it_stops(settings):
    settings.MEDIA_ROOT = ""
    with pytest.raises(ImproperlyConfigured):
        store(FILE)
