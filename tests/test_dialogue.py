"""A contributor follows a report with its code alone: answers, corrects, withdraws."""

import pytest

from cases.intake.models import Submission
from cases.models import Decision
from cases.moderation import decide, dialogue
from tests.make import make_place
from tests.test_contribute import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(client):
    """A contribution and its code."""
    make_place("Orléans", postcodes="45000")
    context = report(client, places="Orléans", description="Vue.").context
    return context["submission"], context["code"]


def test_an_answer_reaches_the_moderators_and_changes_the_lane(client, sent, moderating, mona):
    submission, code = sent
    decide.ask(submission, 1, mona, "Quelle rue ?")
    assert "Quelle rue ?" in client.post("/receipt/", {"code": code}).content.decode()
    client.post("/receipt/", {"code": code, "action": "answer", "text": "Rue Bannier."})
    submission.refresh_from_db()
    assert (submission.state, submission.lane) == ("received", "answered")
    assert "Rue Bannier." in moderating.get(f"/moderation/{submission.pk}/").content.decode()


def test_an_empty_answer_is_told_so_and_nothing_changes(client, sent):
    response = client.post("/receipt/", {"code": sent[1], "action": "answer", "text": " "})
    assert response.status_code == 422
    assert not sent[0].messages.exists()


def test_a_withdrawn_report_can_no_longer_be_published(client, sent, mona):
    client.post("/receipt/", {"code": sent[1], "action": "withdraw"})
    sent[0].refresh_from_db()
    assert sent[0].state == "withdrawn"
    assert sent[0] not in Submission.objects.waiting()
    with pytest.raises(decide.AlreadyDecided):
        decide.accept(sent[0], sent[0].version, mona)


def test_a_moderator_who_read_before_the_answer_is_told(client, sent, mona):
    client.post("/receipt/", {"code": sent[1], "action": "answer", "text": "Rue Bannier."})
    with pytest.raises(decide.AlreadyDecided):
        decide.accept(sent[0], 1, mona)


def test_nothing_can_be_added_once_decided(client, sent, mona):
    decide.refuse(sent[0], 1, mona, "Déjà là.")
    response = client.post("/receipt/", {"code": sent[1], "action": "answer", "text": "Mais…"})
    assert response.status_code == 422
    assert not sent[0].messages.exists()


def test_a_dialogue_has_an_end(sent):
    for _number in range(dialogue.MOST_MESSAGES):
        dialogue.answer(sent[0], "encore")
    with pytest.raises(dialogue.TooMany):
        dialogue.answer(sent[0], "encore")


def test_the_code_never_stands_in_an_address_nor_in_a_cookie(client, sent):
    page = client.post("/receipt/", {"code": sent[1]})
    assert not page.cookies
    assert f"={sent[1]}" not in page.content.decode()
    assert page.headers["Cache-Control"].find("no-store") >= 0


@pytest.mark.parametrize("action", ["refuse", "duplicate", "spam"])
def test_what_was_turned_down_can_be_opened_again(moderating, sent, action):
    url = f"/moderation/{sent[0].pk}/"
    moderating.post(url, {"action": action, "version": "1", "reason": "non"})
    assert sent[0] not in Submission.objects.waiting()
    moderating.post(url, {"action": "reopen", "version": "2"})
    assert sent[0] in Submission.objects.waiting()


def test_the_public_log_counts_junk_and_does_not_quote_it(client, moderating, sent):
    sent_junk = {"action": "spam", "version": "1", "reason": "insultes"}
    moderating.post(f"/moderation/{sent[0].pk}/", sent_junk)
    assert Decision.objects.filter(kind="spam").exists()
    assert "insultes" not in client.get("/transparency/").content.decode()


def test_leaving_a_field_out_accepts_in_part(client, moderating, sent):
    page = {"action": "accept", "version": "1", "c0-seen": "0", "c0-title": "Essai",
            "c0-places": "Orléans", "c0-description": "Vue.", "c0-keep": "description"}  # fmt: skip
    moderating.post(f"/moderation/{sent[0].pk}/", page)
    sent[0].refresh_from_db()
    assert sent[0].state == "partly"
