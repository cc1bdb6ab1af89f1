"""A contributor follows a report with its code alone: answers, corrects, withdraws."""

import hashlib

import pytest

from cases.intake.models import Submission
from cases.models import Decision
from cases.moderation import decide, dialogue
from cases.moderation.throttle import WRONG_CODES
from tests.make import make_place
from tests.page_forms import controls
from tests.test_contribute import report

pytestmark = [pytest.mark.django_db, pytest.mark.once]


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


def test_withdrawing_asks_first(client, sent):
    asked = client.post("/receipt/", {"code": sent[1], "action": "withdraw"})
    sent[0].refresh_from_db()
    assert sent[0].state == "received"
    client.post("/receipt/", controls(asked) | {"action": "withdraw"})
    sent[0].refresh_from_db()
    assert sent[0].state == "withdrawn"


def test_a_withdrawn_report_can_no_longer_be_published(client, sent, mona):
    client.post("/receipt/", {"code": sent[1], "action": "withdraw", "sure": "1"})
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


def test_junk_does_not_become_an_answer_by_writing_again(sent):
    Submission.objects.update(lane="junk")
    sent[0].refresh_from_db()
    dialogue.answer(sent[0], "encore")
    assert sent[0].lane == "junk"


def test_a_complaint_stays_where_its_deadline_shows(sent):
    Submission.objects.update(lane="doors")
    sent[0].refresh_from_db()
    dialogue.answer(sent[0], "voici la preuve")
    assert sent[0].lane == "doors"


def test_the_steps_are_told_with_their_days(client, sent, mona):
    submission, code = sent
    decide.ask(submission, 1, mona, "Quelle rue ?")
    client.post("/receipt/", {"code": code, "action": "answer", "text": "Rue Bannier."})
    submission.refresh_from_db()
    decide.refuse(submission, submission.version, mona, "Pas de source.")
    steps = client.post("/receipt/", {"code": code}).context["steps"]
    assert [step.what for step in steps] == [
        "Reçu par le registre", "La modération vous a écrit", "Vous avez écrit", "Refusé",
    ]  # fmt: skip
    assert {step.day for step in steps} == {submission.received_on}


def test_the_receipt_shows_what_was_published_instead(client, moderating, sent):
    submission, code = sent
    page = {"action": "accept", "version": "1", "c0-seen": "0", "c0-title": "Caméra rue Bannier",
            "c0-places": "Orléans", "c0-description": "Vue.", "c0-status": "unknown",
            "c0-keep": "description"}  # fmt: skip
    moderating.post(f"/moderation/{submission.pk}/", page)
    [(_title, fields)] = client.post("/receipt/", {"code": code}).context["otherwise"]
    told = {field.label: (field.sent, field.published) for field in fields}
    assert told == {
        "Titre": ("Dispositif de surveillance, Orléans", "Caméra rue Bannier"),
        "Description": ("Vue.", ""),
    }


def test_what_was_published_as_sent_needs_no_table(client, sent, mona):
    decide.accept(sent[0], 1, mona)
    assert client.post("/receipt/", {"code": sent[1]}).context["otherwise"] == []


def test_the_proof_holds_the_code_the_day_and_a_fingerprint_of_what_was_sent(client, sent):
    submission, code = sent
    response = client.post("/receipt/", {"code": code.lower(), "action": "proof"})
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="recepisse-{submission.received_on}-{submission.pk}.txt"'
    )
    assert response.headers["Content-Type"].startswith("text/plain")
    text = response.content.decode()
    content = text.splitlines()[-1]
    assert hashlib.sha256(content.encode()).hexdigest() == submission.payload_hash
    for told in (code, str(submission.received_on), submission.payload_hash, "Vue."):
        assert told in text


def test_wrong_codes_are_slowed_and_the_right_one_of_another_still_works(client, sent):
    guesser, owner = {"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": "203.0.113.7"}
    for _guess in range(WRONG_CODES.per_key):
        assert client.post("/receipt/", {"code": "0" * 16}, **guesser).status_code == 404
    slowed = client.post("/receipt/", {"code": "0" * 16}, **guesser)
    assert slowed.status_code == 429
    assert slowed.headers["Retry-After"] == "3600"
    assert client.post("/receipt/", {"code": sent[1]}, **guesser).status_code == 429
    assert client.post("/receipt/", {"code": sent[1]}, **owner).status_code == 200


def test_many_wrong_codes_from_nowhere_in_particular_lock_nobody_out(client, sent):
    for _guess in range(WRONG_CODES.in_all):
        WRONG_CODES.count(None)
    assert client.post("/receipt/", {"code": "0" * 16}).status_code == 429
    assert client.post("/receipt/", {"code": sent[1]}).status_code == 200
