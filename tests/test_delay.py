"""A contributor asks that nothing be published for some weeks."""

import datetime

import pytest

from cases.intake.models import Submission
from cases.moderation.delay import not_before
from tests.make import make_place
from tests.page_forms import controls
from tests.test_contribute import report

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAY = datetime.date(2026, 5, 12)


@pytest.fixture(autouse=True)
def orleans():
    return make_place("Orléans", postcodes="45000")


@pytest.mark.parametrize("weeks", [2, 4, 8])
def test_the_day_is_drawn_between_the_delay_and_half_as_long_again(weeks):
    days = {(not_before(DAY, weeks) - DAY).days for _draw in range(300)}
    assert min(days) >= 7 * weeks
    assert max(days) <= 7 * weeks + 7 * weeks // 2
    assert len(days) > 3


def test_at_once_is_no_day():
    assert not_before(DAY, 0) is None


def test_the_choice_is_kept_with_a_day_and_shown_without_it(client):
    preview = report(client, action="preview", places="Orléans", description="Vue.",
                     delay_weeks="4")  # fmt: skip
    assert "Pas avant 4 semaines" in preview.content.decode()
    sent = client.post("/contribute/deployment/", controls(preview) | {"action": "send"})
    submission = Submission.objects.get(channel="form")
    assert submission.delay_weeks == 4
    assert submission.not_before >= submission.received_on + datetime.timedelta(weeks=4)
    page = client.post("/receipt/", {"code": sent.context["code"]}).content.decode()
    assert "4 semaines" in page
    assert submission.not_before.isoformat() not in page


@pytest.mark.parametrize("typed", ["", None])
def test_what_is_not_asked_is_not_delayed(client, typed):
    fields = {} if typed is None else {"delay_weeks": typed}
    report(client, places="Orléans", description="Vue.", **fields)
    assert Submission.objects.get(channel="form").not_before is None


def test_a_delay_that_is_not_offered_is_refused_beside_the_field(client):
    assert report(client, places="Orléans", description="Vue.", delay_weeks="3").status_code == 422


def test_correcting_the_text_does_not_draw_another_day(client):
    sent = report(client, places="Orléans", description="Vue.", delay_weeks="8").context
    first = Submission.objects.get(channel="form").not_before
    typed = controls(client.post("/receipt/correct/", {"code": sent["code"]}))
    client.post("/receipt/correct/", typed | {"action": "send", "description": "Revue."})
    assert Submission.objects.get(channel="form").not_before == first
    typed = controls(client.post("/receipt/correct/", {"code": sent["code"]}))
    client.post("/receipt/correct/", typed | {"action": "send", "delay_weeks": "0"})
    assert Submission.objects.get(channel="form").not_before is None
