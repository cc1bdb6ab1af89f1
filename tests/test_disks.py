"""The disk loses power, fills up or breaks under people who read and write."""

import random
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.disks import MEGABYTE, Disk, NoDisk
from tests.environment import SOAK
from tests.mortal import mortal
from tests.people import People
from tests.test_kills import KEPT, named, stored
from tests.web import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.soak]
READ = ["/", "/vendors/", "/vendors/?country=FR", "/search/?q=soci", "/changes/", "/map/",
        "/contribute/vendor/"]  # fmt: skip
KINDLY = "on a disk that keeps nothing, pages are read, what is sent is refused in words"


@pytest.fixture(scope="module")
def plugged():
    """A disk, and an instance that lives on it with its database; or why there can be none."""
    place = Path(tempfile.mkdtemp(prefix="technopolice-disk-"))
    place.chmod(0o755)
    try:
        disk = Disk(place, 1500)
    except NoDisk as none:
        shutil.rmtree(place)
        yield str(none)
        return
    try:
        with mortal(disk.folder) as (instance, cluster, server):
            yield disk, instance, cluster, server
    finally:
        disk.unplug()
        shutil.rmtree(place)


def die(cluster, server) -> None:
    """Every process is gone at once."""
    server.dies()
    if cluster:
        cluster.dies()


def live(cluster, server) -> None:
    """The machine starts again."""
    if cluster:
        cluster.start()
    server.start()


def test_a_power_cut_loses_nothing_that_was_acknowledged(plugged, soak_count):
    tried = soak_count(KEPT, "2 I: power cut, what was not synced is gone", full=100, few=1)
    if isinstance(plugged, str):
        tried.cannot(f"no disk to unplug: {plugged}")
    disk, instance, cluster, server = plugged
    people = People(server.url, instance, "Coupure").with_moderator()
    for number in tried:
        people.start()
        people.wait_for_promises(random.Random(number).uniform(0, 1.5))
        disk.cut()
        die(cluster, server)
        people.stop()
        disk.unplug()
        disk.plug()
        live(cluster, server)
        people.send_again()
        assert people.broken_promises() == []
        assert "Everything holds" in instance.manage("verify")
    assert people.broken_promises(old=10**6) == []
    instance.manage("expire")
    assert stored(instance) == named(instance)


@pytest.mark.skipif(not SOAK, reason="One disk in twenty breaks so that a worker reads no more")
def test_a_disk_that_fills_up_or_breaks_is_still_read(plugged, soak_count):
    tried = soak_count(KINDLY, "20: the disk is full, or read-only", full=20, few=1)
    if isinstance(plugged, str):
        tried.cannot(f"no disk to fill: {plugged}")
    disk, instance, cluster, server = plugged
    people = People(server.url, instance, "Pleine").with_moderator()
    for number in tried:
        people.start()
        people.wait_for_promises(0)
        disk.leave(200 * MEGABYTE)  # below the floor of files, above that of texts
        people.stop()
        first = 10**6 + 10 * number
        assert people.send(first, people.form(first))
        assert_refused(people.add_picture(first), people, "pas de place pour des fichiers")
        disk.leave(20 * MEGABYTE)
        form = people.form(first + 1)
        assert not people.send(first + 1, form)
        assert_refused(people.refusals[-1][0], people, "plus de place")
        people.start()
        disk.take_all()
        people.stop()
        assert_readable(server, people)
        if not cluster:
            server.dies()
            server.start(ready=False)
            assert_readable(server, people)
        disk.free()
        server.wait()
        assert people.send(first + 1, form)  # as it was typed, on the same page
        if not cluster:  # a PostgreSQL on a disk that breaks ends, and then nothing can be read
            people.start()
            disk.fail()
            people.stop()
            assert_readable(server, people)
        die(cluster, server)
        disk.unplug()
        disk.plug()
        live(cluster, server)
        people.send_again()
        assert people.broken_promises() == []
        assert "Everything holds" in instance.manage("verify")
    assert {status for status, _text in people.refusals} <= {409, 503}


def assert_readable(server, people: People) -> None:
    """Pages and receipts are shown, and nothing is taken."""
    reader = Browser(server.url)
    assert [path for path in READ if reader.get(path).status_code != 200] == []
    title, code = next(iter(people.codes.items()))
    assert title in reader.post("/receipt/", {"code": code}).text
    assert reader.get("/readyz").status_code == 503


def assert_refused(status: int, people: People, words: str) -> None:
    """The last answer said so, in words."""
    assert (status, words in people.refusals[-1][1]) == (503, True), people.refusals[-1]
