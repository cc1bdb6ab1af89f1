"""A reply stands beside the fact, word for word; only a moderator's decision puts it there."""

import threading

import pytest
from django.db import connection

from cases import history, integrity
from cases.intake.models import Complaint, Submission
from cases.models import Decision, Revision, Vendor
from cases.moderation import decide, merge, withdraw
from cases.moderation.answer import Statement, publish_reply
from tests.make import edit, make, make_vendor
from tests.page_forms import controls
from tests.test_complaints import decide as answer
from tests.test_report import complaint, through

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TEXT = "Nous n’en vendons plus.\n\nDepuis <b>2024</b>."


@pytest.fixture
def vendor():
    return make_vendor(
        "Surveil SA", description="Vend des caméras.", website="https://example.org/"
    )


@pytest.fixture
def replied(client, moderating, vendor):
    """The record once the reply is published."""
    sent = complaint(client, vendor, "reply", text=TEXT, field="website")
    answer(moderating, sent, "publish", author="Surveil SA", field="website", ground="", law="")
    return Vendor.objects.get()


def test_it_is_published_beside_the_fact_and_replaces_nothing(client, replied):
    page = client.get(replied.get_absolute_url()).content.decode()
    assert "Nous n’en vendons plus." in page
    assert "&lt;b&gt;2024&lt;/b&gt;" in page
    assert page.index("Vend des caméras.") < page.index("Nous n’en vendons plus.")
    assert 'href="#replies"' in page
    assert "Jeanne" not in page
    assert replied.description == "Vend des caméras."


def test_it_is_a_revision_like_any_other(client, replied):
    url = replied.get_absolute_url()
    assert replied.version == 2
    for part in ("history/2/", "compare/1/2/"):
        assert "Nous n’en vendons plus." in client.get(url + part).content.decode()
    [row] = history.current_state(replied.entry)["replies"]
    assert (row["author"], row["field"], row["text"]) == ("Surveil SA", "website", TEXT)
    assert list(integrity.problems()) == []


def test_the_log_has_one_line_for_it_and_the_receipt_names_the_revision(client, moderating, vendor):
    response = through(client, vendor, "reply", text=TEXT)
    answer(moderating, response.context["complaint"], "publish", author="Surveil SA", field="")
    lines = Decision.objects.exclude(kind="imported")
    assert [(line.kind, line.door) for line in lines] == [("granted", "reply")]
    followed = client.post("/receipt/", {"code": response.context["code"]}).content.decode()
    assert "révision 2" in followed


def test_it_is_published_under_a_name(moderating, vendor):
    sent = complaint(moderating, vendor, "reply")
    assert answer(moderating, sent, "publish", author="", field="").status_code == 422
    assert answer(moderating, sent, "publish", author="X", field="zyx").status_code == 422
    assert not Revision.objects.filter(number=2).exists()


def test_a_contributor_is_offered_no_reply_and_one_that_is_sent_is_not_read(client):
    forged = {"reply-0-author": "Moi", "reply-0-text": "zyx", "reply-0-received_on": "2026-01-01"}
    typed = controls(client.get("/contribute/vendor/")) | {"name": "Autre SA", "action": "send"}
    assert not [name for name in typed if name.startswith("reply-")]
    response = client.post("/contribute/vendor/", typed | forged)
    assert response.context["submission"].changes.get().data["replies"] == []


@pytest.mark.parametrize("base", ["1", "2"])
def test_an_edit_by_a_contributor_keeps_the_reply(client, mona, replied, base):
    url = f"{replied.get_absolute_url()}edit/"
    typed = controls(client.get(url)) | {"base_number": base, "description": "Et des micros."}
    response = client.post(url, typed | {"action": "send", "reply-0-text": "effacée"})
    submission = response.context["submission"]
    assert "replies" not in submission.changes.get().data
    decide.accept(submission, 1, mona)
    assert Vendor.objects.get().entry.replies.get().text == TEXT


def test_going_back_to_an_older_revision_keeps_the_reply(client, mona, replied):
    edit(replied, description="Autre chose.")
    url = f"{replied.get_absolute_url()}edit/?from=1"
    response = client.post(url, controls(client.get(url)) | {"action": "send"})
    decide.accept(response.context["submission"], 1, mona)
    back = Vendor.objects.get()
    assert back.description == "Vend des caméras."
    assert back.entry.replies.count() == 1


def test_a_moderator_sees_it_in_the_form_and_can_take_it_out(moderating, replied):
    change = {"description": "Et des micros.", "action": "send"}
    url = f"{replied.get_absolute_url()}edit/"
    moderating.post(url, controls(moderating.get(url)) | change)
    waiting = Submission.objects.waiting().get()
    page = controls(moderating.get(f"/moderation/{waiting.pk}/"))
    assert page["c0-reply-0-text"] == [TEXT]
    page |= {"action": "accept", "c0-reply-0-DELETE": "on"}
    for name in [n for n in page if n.endswith(("-keep", "-skip"))]:
        del page[name]
    moderating.post(f"/moderation/{waiting.pk}/", page)
    assert not Vendor.objects.get().entry.replies.exists()


def test_it_follows_the_record_into_a_merge_and_back(client, mona, replied):
    other = make_vendor("Autre SA")
    operation = merge.merge_records(replied.entry, other.entry, mona, "la même")
    assert "Nous n’en vendons plus." in client.get(other.get_absolute_url()).content.decode()
    merge.undo_merge(operation, mona)
    assert not other.entry.replies.exists()
    assert Vendor.objects.get(name="Surveil SA").entry.replies.count() == 1


def test_it_goes_and_comes_back_with_the_record(mona, replied):
    operation = withdraw.withdraw(replied.entry, mona, "essai", "other")
    assert not replied.entry.replies.exists()
    withdraw.undo_withdrawal(operation, mona)
    assert replied.entry.replies.get().text == TEXT


def test_two_replies_stand_one_after_the_other(client, moderating, vendor):
    for text in ("Première.", "Seconde."):
        answer(moderating, complaint(client, vendor, "reply", text=text), "publish", author="X")
    page = client.get(vendor.get_absolute_url()).content.decode()
    assert page.index("Première.") < page.index("Seconde.")


def test_a_reply_won_on_appeal_is_the_reply_and_not_the_argument(client, moderating, vendor):
    response = through(client, vendor, "reply", text="La vraie réponse.")
    answer(moderating, response.context["complaint"], "refuse")
    contest = {"code": response.context["code"], "action": "appeal", "appeal": "Vous vous trompez."}
    client.post("/receipt/", contest)
    appeal = response.context["complaint"].appeals_against.get()
    answer(moderating, appeal, "publish", author="Surveil SA", field="")
    assert vendor.entry.replies.get().text == "La vraie réponse."


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_the_same_instant_one_publishes_it(client, mona, vendor):
    sent = complaint(client, vendor, "reply")
    results = []

    def act():
        mine = Complaint.objects.get(pk=sent.pk)
        try:
            publish_reply(mine, 1, mona, Statement("oui"), "Surveil SA", "")
            results.append("published")
        except decide.AlreadyDecided:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _two in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["published", "told"]
    assert vendor.entry.replies.count() == 1
    assert vendor.entry.revisions.count() == 2


def test_a_revision_older_than_replies_still_verifies():
    record = make("vendor", name="Ancienne SA")
    revision = record.entry.revisions.get()
    for kept in (revision.snapshot, revision.salts, revision.commitments):
        del kept["replies"]
    revision.digest = history.digest_of(revision, "")
    revision.save()
    assert list(integrity.problems()) == []
