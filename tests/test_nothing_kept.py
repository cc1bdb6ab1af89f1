"""What people are told when the disk or the database takes nothing, and nothing else is broken."""

import errno
import tempfile

import pytest
from django.db import OperationalError
from django.test import Client

from cases.evidence import storage
from technopolice.sqlite3.base import lies_as_a_whole
from tests.instances import Instance
from tests.test_contribute import report

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (ValueError("a mistake of ours"), 500),
    ],
)
def test_a_disk_or_a_database_that_fails_is_no_fault_of_the_page(monkeypatch, error, status):
    def broken(*args, **kwargs):
        raise error

    monkeypatch.setattr("cases.views.contribute.sending.show_form", broken)
    answer = Client(raise_request_exception=False).get("/en/contribute/vendor/?all=1")
    assert answer.status_code == status
    page = answer.content.decode()
    assert ("may not have been kept" in page) == (status == 503) == ("Retry-After" in answer)
    assert "full" not in page and "mistake" not in page


def test_a_disk_that_says_it_has_room_and_takes_nothing_refuses_in_words(client, monkeypatch):
    def read_only(*args, **kwargs):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "TemporaryFile", read_only)
    with pytest.raises(storage.NoSpace):
        storage.check_room()
    page = report(client, "/en/contribute/vendor/", name="Société", action="send")
    assert page.status_code == 503 and "nothing was kept" in page.content.decode()
    assert 'value="Société"' in page.content.decode()
    assert client.get("/readyz").json()["storage"] is False


def test_the_database_is_read_as_it_lies_only_when_its_log_holds_nothing_more(tmp_path):
    database, log = tmp_path / "x.sqlite3", tmp_path / "x.sqlite3-wal"
    assert not lies_as_a_whole(database)
    database.touch()
    assert lies_as_a_whole(database)
    log.touch()
    assert lies_as_a_whole(database)
    log.write_bytes(b"more")
    assert not lies_as_a_whole(database)


WRITTEN = """
from django.db import connection
import os, signal
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE told (what TEXT)")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.execute("INSERT INTO told VALUES ('only in the log')")
os.kill(os.getpid(), signal.SIGKILL)
"""
READ = """
import resource
from django.db import OperationalError, close_old_connections, connection
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # no file grows, as on a full disk
for _again in range(2):
    with connection.cursor() as cursor:
        print(cursor.execute("SELECT what FROM told").fetchall())
        try:
            cursor.execute("INSERT INTO told VALUES ('more')")
        except OperationalError as error:
            print(error)
    close_old_connections()
    print("kept" if connection.connection else "closed")
"""
KEPT = """
from django.db import OperationalError, close_old_connections, connection
for question in ("SELECT 1", "SELECT 1", "no question"):
    try:
        connection.cursor().execute(question)
    except OperationalError:
        print("error")
    opened = connection.connection
    close_old_connections()  # as Django does between requests
    print("kept" if connection.connection is opened else "closed")
"""


@pytest.mark.parametrize("shared", [True, False])
def test_on_a_full_disk_what_only_the_log_holds_is_read_and_nothing_is_written(tmp_path, shared):
    database = tmp_path / "x.sqlite3"
    instance = Instance(tmp_path, f"sqlite:///{database}")
    instance.killed(WRITTEN)
    assert not lies_as_a_whole(database)
    if not shared:
        database.with_name("x.sqlite3-shm").unlink()
    said = instance.manage("shell", "-v0", "-c", READ).splitlines()
    assert said == [
        "[('only in the log',)]", "attempt to write a readonly database", "closed",
    ] * 2  # fmt: skip


def test_a_connection_is_kept_until_an_error(tmp_path):
    instance = Instance(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite3'}")
    said = instance.manage("shell", "-v0", "-c", KEPT).splitlines()
    assert said == ["kept", "kept", "error", "closed"]
