"""The clock of the machine jumps, both ways, under a server that runs."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.mortal import mortal
from tests.page_forms import controls
from tests.people import FORM, People
from tests.test_kills import KEPT
from tests.web import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.soak, pytest.mark.once]
FAKETIME = next(Path("/usr/lib").glob("**/faketime/libfaketime.so.1"), None)
JUMPS = ["+400d", "-400d", "+25h", "-2h", "-3d", "+40d", "+3y", "-3y"]
READ = ["/", "/vendors/", "/changes/", "/changes.atom", "/transparency/", "/contribute/vendor/"]


@pytest.fixture
def clock():
    """The file that says how wrong the clock is, and an instance that goes by it."""
    folder = Path(tempfile.mkdtemp(prefix="technopolice-clock-"))
    folder.chmod(0o755)
    said = folder / "clock"
    said.write_text("+0")
    wrong = {
        "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(said),
        "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",  # gunicorn tells a live worker by the time of a file
    }  # fmt: skip
    try:
        with mortal(folder, **wrong if FAKETIME else {}) as (instance, _cluster, server):
            yield said, wrong, instance, server
    finally:
        shutil.rmtree(folder)


def test_whatever_the_clock_says_nothing_is_lost_and_all_can_be_read(request, soak_count):
    tried = soak_count(KEPT, "2 I: the clock jumps, both ways", full=40, few=2)
    if FAKETIME is None:
        tried.cannot("no libfaketime (apt-get install faketime)")
    said, wrong, instance, server = request.getfixturevalue("clock")
    people = People(server.url, instance, "Horloge")
    for number in tried:
        jump = JUMPS[number % len(JUMPS)]
        early, late = 2 * number, 2 * number + 1
        form = people.form(early)
        said.write_text(jump)
        send_as_a_person_does(people, early, form)
        people.add_picture(early)
        people.with_moderator(**wrong)
        assert people.accept_one(), jump
        said.write_text("+0")
        send_as_a_person_does(people, late, people.form(late))
        people.add_picture(late)
        people.with_moderator(**wrong)
        assert people.accept_one(), jump
        assert people.refusals == []
        assert len(people.accepted) == len(people.pictures) == len(people.codes)
        assert people.broken_promises() == []
        assert "Everything holds" in instance.manage("verify")
        reader = Browser(server.url)
        slugs = instance.ask("SELECT slug FROM cases_entry WHERE kind = 'vendor'")
        records = [f"/vendors/{slug}/{part}" for (slug,) in slugs[-2:] for part in ("", "history/")]
        assert [p for p in READ + records if reader.get(p).status_code != 200] == [], jump


def send_as_a_person_does(people: People, number: int, form: dict) -> None:
    """Send a form, and once more from the page that comes back when it had expired."""
    page = Browser(people.url).post(FORM, form)
    if not page.receipt:
        assert page.status_code == 200 and form["name"] in page.text
        form = controls(page) | {"action": "send"}
    assert people.send(number, form)
