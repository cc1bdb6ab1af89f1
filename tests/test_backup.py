"""The drill: back up while people write, lose everything, restore, and prove that all is there."""

import shutil
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from cases import history
from cases.backup import make
from cases.backup.store import Store
from cases.evidence import storage
from cases.models import Revision
from cases.moderation.erase import erase
from cases.reading_once import reading_once
from tests.instances import empty, under_test
from tests.make import edit, make_moderator, make_source, make_vendor, propose, store_picture

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Zyxgerard Quelquun"


@pytest.fixture(autouse=True)
def live(tmp_path, settings):
    """The instance under test lives in a folder of its own, as a real one does.

    Connections are opened anew: SQLite then takes its locks again, should anything have read the
    file of the database in this process and dropped them by closing it.
    """
    connections.close_all()
    settings.DATA_DIR = tmp_path / "live"
    settings.MEDIA_ROOT = settings.DATA_DIR / "files"
    settings.DATA_DIR.mkdir()
    return under_test()


@pytest.fixture
def copies(tmp_path) -> Path:
    """The folder of backups."""
    return tmp_path / "copies"


@contextmanager
def people_writing():
    """Somebody publishes one record after the other, in a thread with a connection of its own."""
    stop, wrong = threading.Event(), []

    def write():
        try:
            number = 0
            while not stop.is_set():
                number += 1
                make_vendor(f"Pendant {number}", description="Écrit pendant la sauvegarde.")
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    yield
    stop.set()
    writer.join()
    assert wrong == []


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


def chain(instance) -> list[tuple]:
    return instance.ask("SELECT sequence, digest FROM cases_revision ORDER BY sequence")


def test_what_is_backed_up_while_people_write_is_restored_whole(live, copies, tmp_path):
    picture, mona = store_picture("teal"), make_moderator("mona")
    named = make_vendor("Surveil SA", description=f"Dirigée par {SECRET}.")
    source = make_source(files=[{"name": picture, "caption": "Un visage"}])
    waiting = propose("vendor", name="En attente")
    before = Revision.objects.count()
    with people_writing():
        live.manage("backup", copies)
    [first] = Store(copies).finished()
    key = history.current_state(source.entry)["files"][0]["key"]
    erase(named.entry, "description", mona, "Une personne privée.", "personal")
    erase(source.entry, f"rows/{key}", mona, "Un visage.", "personal")
    later = make_vendor("Née après", description=SECRET)
    erase(later.entry, "description", mona, "Une personne privée.", "personal")
    live.manage("backup", copies)
    with empty(tmp_path / "new") as restored:
        said = restored.manage("restore", copies, "--snapshot", first)
        assert "Everything holds" in said
        states = str(restored.ask("SELECT snapshot FROM cases_revision"))
        assert "Surveil SA" in states
        assert SECRET not in states
        assert not list((restored.folder / "files").rglob(picture))
        [found] = restored.ask(f"SELECT state FROM intake_submission WHERE id = {waiting.pk}")  # noqa: S608
        assert found == (waiting.state,)
        kept = [link for link in chain(restored) if link in chain(live)]
        assert before <= len(kept) < Revision.objects.count()
        assert restored.ask("SELECT username FROM auth_user WHERE username = 'mona'")
        assert "not empty" in restored.manage("restore", copies, fails=True)
    live.manage("backup", copies, "--keep", "1")
    assert first not in Store(copies).all_names()
    assert not [path for path in files_of(copies) if picture.partition(".")[0] in path.name]


def test_what_is_read_for_a_dump_is_of_one_moment_and_nobody_waits_for_it():
    make_vendor("Avant")
    with reading_once():
        before = Revision.objects.count()
        with people_writing():
            time.sleep(0.5)
        assert Revision.objects.count() == before
    assert Revision.objects.count() > before


def test_a_byte_that_changed_anywhere_is_found_and_nothing_is_restored(copies, tmp_path):
    store_picture("navy")
    make_vendor("Une")
    call_command("backup", copies)
    found = files_of(copies)
    assert {path.name.split(".")[0] for path in found} >= {"contents", "manifest", "database"}
    for path in found:
        data = path.read_bytes()
        for place in {0, len(data) // 2, len(data) - 1} if data else ():
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            with pytest.raises(CommandError):
                call_command("backup", copies, check=True)
        with empty(tmp_path / path.name) as target:
            if path.parent.parent.name == "objects":
                assert "Missing or altered" in target.manage("restore", copies, fails=True)
                assert files_of(target.folder / "files") == []
        path.write_bytes(data)
    call_command("backup", copies, check=True)


@pytest.mark.once
def test_a_backup_that_was_killed_is_none_and_the_next_one_is_whole(
    live, copies, tmp_path, monkeypatch
):
    name = store_picture("maroon")
    kill = "import os, signal\ndie = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
    load = "from cases.backup import make, sealing, store\n"
    run = f"\nfrom pathlib import Path; make.backup(Path({str(copies)!r}))"
    moments = [
        "store.Store.finish = die",  # before the last file
        "sealing.described = die",  # in the middle of a file
    ]
    for moment in moments:
        live.killed(kill + load + moment + run)
        assert Store(copies).finished() == []
    with empty(tmp_path / "new") as target:
        assert "no finished backup" in target.manage("restore", copies, fails=True)
        monkeypatch.setattr(make, "program_version", lambda: "0.0.9")
        call_command("backup", copies)
        call_command("backup", copies, check=True)
        assert len(Store(copies).all_names()) == 1
        assert not [path for path in files_of(copies) if path.name.startswith(".")]
        assert "rebuild:" in target.manage("restore", copies)  # for it is of an older program
        assert list((target.folder / "files").rglob(name))


@pytest.mark.once
def test_a_register_that_does_not_prove_itself_is_not_put_in_place_unless_one_insists(
    live, copies, tmp_path
):
    vendor = make_vendor("Une", description="Vrai")
    type(vendor).objects.update(note="Ajouté à la main")
    call_command("backup", copies)
    with empty(tmp_path / "new") as target:
        said = target.manage("restore", copies, fails=True)
        assert "note is not what revision 1 states" in said
        assert not list(target.folder.glob("technopolice.sqlite3*.restoring"))
        target.manage("migrate", "-v0")
        assert target.ask("SELECT count(*) FROM cases_entry") == [(0,)]
        assert "Accepted all the same" in target.manage("restore", copies, "--accept-problems")
        assert target.ask("SELECT note FROM cases_vendor") == [("Ajouté à la main",)]


@pytest.mark.once
def test_a_file_is_copied_once_and_never_linked(copies, capsys):
    names = [store_picture("olive"), store_picture("gray")]
    call_command("backup", copies)
    call_command("backup", copies)
    assert "2 files, 0 of them new" in capsys.readouterr().out
    stored = files_of(copies / "objects")
    assert sorted(path.name for path in stored) == sorted(n.partition(".")[0] for n in names)
    assert all(path.stat().st_nlink == 1 for path in stored)
    storage._path(names[0]).write_bytes(b"altered")
    for path in stored:
        path.unlink()
    with pytest.raises(SystemExit):
        call_command("backup", copies)
    assert f"DAMAGED, and not in the backup: evidence/{names[0]}" in capsys.readouterr().out


@pytest.mark.once
@pytest.mark.age
def test_an_encrypted_backup_says_nothing_without_its_key(live, copies, tmp_path, settings):
    settings.BACKUP_RECIPIENT, identity = [], tmp_path / "key.txt"
    made = subprocess.run(["age-keygen", "-o", identity], check=True, capture_output=True)
    settings.BACKUP_RECIPIENT = [made.stderr.decode().split()[-1]]
    name = store_picture("indigo")
    edit(make_vendor(SECRET), country="FR")
    call_command("backup", copies)
    call_command("backup", copies)
    digest = name.partition(".")[0]
    for path in files_of(copies):
        assert digest not in path.name
        assert not [w for w in (SECRET, digest, "SQLite") if w.encode() in path.read_bytes()], path
    assert not [path for path in files_of(live.folder) if path.parent.name == "backup-work"]
    call_command("backup", copies, check=True)
    with empty(tmp_path / "new") as target:
        assert "--identity" in target.manage("restore", copies, fails=True)
        other = tmp_path / "other.txt"
        subprocess.run(["age-keygen", "-o", other], check=True, capture_output=True)
        refused = target.manage("restore", copies, "--identity", other, fails=True)
        assert "cannot be decrypted" in refused
        target.manage("restore", copies, "--identity", identity)
        assert SECRET in str(target.ask("SELECT title FROM cases_entry"))
        assert list((target.folder / "files").rglob(name))


@pytest.mark.once
def test_without_age_an_encrypted_backup_is_refused_and_nothing_is_written(
    copies, settings, monkeypatch
):
    settings.BACKUP_RECIPIENT = ["age1" + "q" * 58]
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CommandError, match="age is not installed"):
        call_command("backup", copies)
    assert not copies.exists()
