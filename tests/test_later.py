"""Publication on a later day, at the sender's request."""

import datetime

import pytest
from django.utils import timezone

from cases.intake.models import Submission
from cases.models import Decision, Revision, Vendor
from cases.moderation import decide, dialogue
from cases.moderation.schedule import publish_due
from tests.make import edit, make, make_place, propose
from tests.test_contribute import report
from tests.test_door import edit as proposal_of
from tests.test_door import propose as send

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(days=20)


def for_later(submission):
    """The same contribution, not to be published before twenty days."""
    later = {"not_before": timezone.localdate() + LATER, "delay_weeks": 2}
    Submission.objects.filter(pk=submission.pk).update(**later)
    submission.refresh_from_db()
    return submission


def test_what_is_accepted_for_later_is_nowhere_public_until_its_day(mona):
    submission = for_later(propose("vendor", name="Une"))
    assert decide.accept(submission, submission.version, mona) == []
    assert submission.state == "scheduled"
    assert not Vendor.objects.exists()
    assert not Revision.objects.exists()
    assert publish_due(timezone.localdate()) == (0, 0)
    assert publish_due(timezone.localdate() + LATER) == (1, 0)
    assert Vendor.objects.get().name == "Une"
    submission.refresh_from_db()
    assert (submission.state, submission.prepared) == ("accepted", None)


def test_the_corrections_of_the_moderator_wait_with_it(mona):
    submission = for_later(propose("vendor", name="Une"))
    [change] = submission.changes.all()
    corrected = {0: decide.Edit(change.data | {"name": "Deux"}, {})}
    decide.accept(submission, submission.version, mona, corrected)
    publish_due(timezone.localdate() + LATER)
    assert Vendor.objects.get().name == "Deux"


def test_the_log_does_not_tell_the_day_of_sending(mona):
    submission = for_later(propose("vendor", name="Une"))
    decide.accept(submission, submission.version, mona)
    Submission.objects.update(received_on=timezone.localdate() - LATER)
    publish_due(timezone.localdate() + LATER)
    assert Decision.objects.get().days_waited is None


def test_what_clashes_on_its_day_goes_back_to_the_queue(mona):
    vendor = make("vendor", name="XXII", country="FR")
    submission = for_later(send(proposal_of(vendor, country="BE")))
    decide.accept(submission, submission.version, mona)
    edit(vendor, country="CH")
    assert publish_due(timezone.localdate() + LATER) == (0, 1)
    submission.refresh_from_db()
    assert (submission.state, submission.lane) == ("received", "hard")


def test_what_cannot_be_published_is_told_at_once_and_not_on_its_day(mona):
    submission = for_later(propose("source", title="Bonne"))
    with pytest.raises(decide.NothingLeft):
        decide.accept(submission, 1, mona, {0: decide.Edit({}, {}, skip=True)})
    submission.refresh_from_db()
    assert submission.state == "received"


def test_a_publication_to_come_can_be_taken_back(mona):
    submission = for_later(propose("vendor", name="Une"))
    decide.accept(submission, submission.version, mona)
    decide.reopen(submission, submission.version, mona)
    assert publish_due(timezone.localdate() + LATER) == (0, 0)
    assert submission.state == "received"


def test_its_sender_can_still_take_it_back_before_its_day(mona):
    submission = for_later(propose("vendor", name="Une"))
    decide.accept(submission, submission.version, mona)
    dialogue.withdraw(submission)
    assert publish_due(timezone.localdate() + LATER) == (0, 0)
    assert (submission.state, submission.prepared) == ("withdrawn", None)


def test_the_receipt_offers_to_take_it_back(client, mona):
    make_place("Orléans", postcodes="45000")
    code = report(client, places="Orléans", description="Vue.").context["code"]
    submission = for_later(Submission.objects.get(channel="form"))
    decide.accept(submission, submission.version, mona)
    assert 'value="withdraw"' in client.post("/receipt/", {"code": code}).content.decode()
    client.post("/receipt/", {"code": code, "action": "withdraw", "sure": "1"})
    submission.refresh_from_db()
    assert submission.state == "withdrawn"
