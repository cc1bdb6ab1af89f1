"""Killed at any moment, the server and its database keep what they promised."""

import random
import shutil
import tempfile
import threading
from pathlib import Path

import pytest
from django.db import connection

from tests.mortal import mortal
from tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.soak]
KEPT = "what a receipt was shown for is kept, with its files; nothing is half published"
KILLS = {"sqlite": ["all", "worker", "master"],
         "postgresql": ["postmaster", "all", "backend", "worker", "cluster", "master"]}  # fmt: skip


@pytest.fixture(scope="module")
def running():
    """An instance that runs, the server of its database, and its own.

    Its folder is one that any user may enter: PostgreSQL does not run as root.
    """
    folder = Path(tempfile.mkdtemp(prefix="technopolice-kills-"))
    folder.chmod(0o755)
    try:
        with mortal(folder) as (instance, cluster, server):
            yield instance, cluster, server
    finally:
        shutil.rmtree(folder)


def test_whatever_is_killed_nothing_that_was_acknowledged_is_lost(running, soak_count):
    tried = soak_count(KEPT, "2 I: kill -9 of the server or its database", full=200, few=2)
    instance, cluster, server = running
    people = People(server.url, instance).with_moderator()
    for number in tried:
        how = KILLS[connection.vendor][number % len(KILLS[connection.vendor])]
        people.start()
        people.wait_for_promises(random.Random(number).uniform(0, 1.5))
        (getattr(server, how, None) or getattr(cluster, how))()
        people.stop()
        server.wait()
        people.send_again()
        assert people.broken_promises() == [], how
        assert "Everything holds" in instance.manage("verify")
    assert people.broken_promises(old=10**6) == []
    instance.manage("expire")
    assert stored(instance) == named(instance)
    assert "is locked" not in server.log.read_text()


def test_of_many_who_send_at_the_same_instant_all_get_a_receipt(running, soak_count):
    tried = soak_count(KEPT, "20: many senders at the same instant", full=200, few=20)
    instance, _cluster, server = running
    people = People(server.url, instance, "Ensemble")
    with tried.at_once() as numbers:
        ready = threading.Barrier(len(numbers) or 1)

        def send(number, form):
            ready.wait()
            people.send(number, form)

        sending = [threading.Thread(target=send, args=(n, people.form(n))) for n in numbers]
        for thread in sending:
            thread.start()
        for thread in sending:
            thread.join()
        assert people.refusals == []
        assert len(people.codes) == len(numbers)
        assert people.broken_promises() == []
        assert "is locked" not in server.log.read_text()


def stored(instance) -> set[str]:
    """The names of the files on the disk."""
    root = instance.folder / "files" / "evidence"
    return {path.name for path in root.rglob("*") if path.is_file() and path.name != ".lock"}


def named(instance) -> set[str]:
    """The names of the files that a row names."""
    return {name for (name,) in instance.ask("SELECT name FROM intake_attachment")}
