"""A half-written review survives: kept on purpose, after an error, past the session's end."""

import pytest

from cases.intake.models import Submission
from cases.models import Vendor
from tests.make import edit, make, propose, sign_in
from tests.page_forms import controls
from tests.test_door import edit as proposal_of
from tests.test_door import propose as send
from tests.test_moderate import decide

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = "http://testserver"


@pytest.fixture
def submission(db):
    """A contribution that waits."""
    return propose("vendor", name="XXII", country="FR")


def test_a_review_kept_for_later_comes_back_as_it_was(moderating, submission):
    written = {"reason": "Quelle page ?", "c0-keep": "country", "c0-name": "XXI"}
    decide(moderating, submission, "keep", **written)
    page = controls(moderating.get(f"/moderation/{submission.pk}/"))
    assert (page["reason"], page["c0-name"], page["c0-keep"]) == (
        ["Quelle page ?"], ["XXI"], ["country"],
    )  # fmt: skip
    moderating.post(f"/moderation/{submission.pk}/", page | {"action": "accept"})
    assert Vendor.objects.get().country == ""
    assert not submission.drafts.exists()


def test_what_the_page_keeps_by_itself_is_not_announced(moderating, submission):
    assert decide(moderating, submission, "keep", reason="Oui.", quiet="1").status_code == 204
    page = moderating.get(f"/moderation/{submission.pk}/")
    assert controls(page)["reason"] == ["Oui."]
    assert "Gardée telle quelle" not in page.content.decode()


def test_a_draft_is_seen_by_nobody_else(moderating, max_moderator, submission):
    decide(moderating, submission, "keep", reason="Mon brouillon")
    decide(moderating, submission, "release")
    sign_in(moderating, max_moderator)
    assert "Mon brouillon" not in moderating.get(f"/moderation/{submission.pk}/").content.decode()


def test_what_changed_since_the_draft_is_shown_as_it_is_proposed_now(moderating, submission):
    decide(moderating, submission, "keep", reason="Oui.", **{"c0-name": "Ancien"})
    Submission.objects.filter(pk=submission.pk).update(version=9)
    page = controls(moderating.get(f"/moderation/{submission.pk}/"))
    assert (page["version"], page["c0-name"], page["reason"]) == (["9"], ["XXII"], ["Oui."])


def test_after_an_error_every_tick_and_word_is_still_there(moderating):
    vendor = make("vendor", name="XXII", country="FR")
    submission = send(proposal_of(vendor, country="BE", website="https://a.example/"))
    edit(vendor, country="CH")
    answer = decide(moderating, submission, "refuse", note="À revoir.",
                    **{"c0-keep": "website", "c0-settle-country": "take"})  # fmt: skip
    assert answer.status_code == 422
    page = controls(answer)
    assert page["c0-keep"] == ["website"]
    assert page["c0-settle-country"] == ["take"]
    assert page["note"] == ["À revoir."]


def test_when_the_session_ended_the_answer_carries_what_was_written(client, moderating, submission):
    url = f"/moderation/{submission.pk}/"
    typed = controls(moderating.get(url)) | {"action": "refuse", "reason": "Longue réponse."}
    client.logout()
    answer = client.post(url, typed, headers={"Origin": HERE})
    assert answer.status_code == 401
    assert controls(answer)["reason"] == ["Longue réponse."]
    assert controls(answer)["action"] == ["refuse"]


def test_another_site_cannot_have_its_text_shown_with_a_button_to_send_it(client, submission):
    sent = {"action": "accept", "version": "1"}
    for origin in ("https://evil.example", "null", ""):
        answer = client.post(f"/moderation/{submission.pk}/", sent, headers={"Origin": origin})
        assert answer.status_code == 302, origin
