"""The disk loses power, fills up or breaks under people who read and write."""

import random
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.disks import Disk, NoDisk
from tests.mortal import mortal
from tests.people import People
from tests.test_kills import KEPT, named, stored

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
    instance.manage("expire")
    assert stored(instance) == named(instance)
