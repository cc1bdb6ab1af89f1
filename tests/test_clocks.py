"""The machine starts again with a clock that is wrong, both ways, and then with the right one."""

import datetime
import shutil
import tempfile
from pathlib import Path

import pytest
from django.utils import timezone

from cases.intake.models import Submission
from cases.models import Decision
from cases.moderation import decide
from tests.make import propose
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
def running():
    """An instance, and its server, that go by the clock they are told."""
    folder = Path(tempfile.mkdtemp(prefix="technopolice-clock-"))
    folder.chmod(0o755)
    try:
        with mortal(folder) as (instance, _cluster, server):
            yield instance, server
    finally:
        shutil.rmtree(folder)


def test_whatever_the_clock_says_nothing_is_lost_and_all_can_be_read(request, soak_count):
    tried = soak_count(KEPT, "2 I: the clock jumps, both ways", full=40, few=2)
    if FAKETIME is None:
        tried.cannot("no libfaketime (apt-get install faketime)")
    instance, server = request.getfixturevalue("running")
    people = People(server.url, instance, "Horloge")
    for number in tried:
        jump = JUMPS[number % len(JUMPS)]
        for early, clock in ((True, jump), (False, "+0")):
            form = people.form(2 * number + early)
            server.more = told(clock)
            server.all()
            people.with_moderator(**server.more)
            assert people.accept_one() == bool(people.codes)  # sent by the clock before
            send_as_a_person_does(people, 2 * number + early, form)
            assert people.add_picture(2 * number + early) == 200
        assert people.refusals == []
        assert len(people.accepted) + 1 == len(people.pictures) == len(people.codes)
        assert people.broken_promises() == []
        assert "Everything holds" in instance.manage("verify")
        reader = Browser(server.url)
        slugs = instance.ask("SELECT slug FROM cases_entry WHERE kind = 'vendor'")
        records = [f"/vendors/{slug}/{part}" for (slug,) in slugs[-2:] for part in ("", "history/")]
        assert [p for p in READ + records if reader.get(p).status_code != 200] == [], jump


def test_what_came_while_the_clock_was_ahead_can_be_accepted(mona):
    submission = propose("vendor", name="Venue demain")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    Submission.objects.filter(pk=submission.pk).update(received_on=tomorrow)
    decide.accept(Submission.objects.get(pk=submission.pk), 1, mona)
    assert Decision.objects.get().days_waited == 0


def told(clock: str) -> dict:
    """The environment of a process that believes this of the time, and nothing of files."""
    return {"LD_PRELOAD": str(FAKETIME), "FAKETIME": clock, "NO_FAKE_STAT": "1"}


def send_as_a_person_does(people: People, number: int, form: dict) -> None:
    """Send a form, and once more from the page that comes back when it had expired."""
    page = Browser(people.url).post(FORM, form)
    if not page.receipt:
        assert page.status_code == 200 and form["name"] in page.text
        form = controls(page) | {"action": "send"}
    assert people.send(number, form)
