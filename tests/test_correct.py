"""A contributor changes what they sent, under the same receipt, while nothing is decided."""

import threading

import pytest
from django.db import connection, connections

from cases.intake.models import FormerVersion, Submission
from cases.moderation import decide, dialogue
from cases.moderation.submit import Proposal
from tests.full import full_state
from tests.make import make, make_moderator, make_place, make_submission, make_vendor
from tests.page_forms import controls
from tests.test_contribute import report

pytestmark = [pytest.mark.django_db, pytest.mark.once]
URL = "/receipt/correct/"


@pytest.fixture
def orleans():
    return make_place("Orléans", postcodes="45000")


@pytest.fixture
def sent(client, orleans):
    """A contribution with a new vendor, a source, money and a camera; and its code."""
    context = report(
        client, places="Orléans", description="Microphones.", basis="document", **{
            "vendor-0-name": "Sensivic", "source-0-title": "Délibération",
            "funding-0-amount": "12 000", "camera-0-location": "rue Bannier",
        },
    ).context  # fmt: skip
    return context["submission"], context["code"]


def the_one():
    """The contribution as it stands."""
    return Submission.objects.get(channel="form")


def correct(client, code, /, **fields):
    """Open the form again, change fields, and send it."""
    typed = controls(client.post(URL, {"code": code}))
    return client.post(URL, typed | {"action": "send"} | fields)


def test_the_form_opens_with_what_was_sent(client, sent):
    typed = controls(client.post(URL, {"code": sent[1]}))
    told = {name: typed[name] for name in ("description", "vendor-0-name", "source-0-title",
                                           "funding-0-amount", "camera-0-location")}  # fmt: skip
    assert told == {
        "description": ["Microphones."], "vendor-0-name": ["Sensivic"],
        "source-0-title": ["Délibération"], "funding-0-amount": ["12000"],
        "camera-0-location": ["rue Bannier"],
    }  # fmt: skip


def test_sending_it_replaces_what_waits_under_the_same_code(client, sent):
    response = correct(client, sent[1], description="Microphones et caméras.")
    assert response.context["code"] == sent[1]
    submission = the_one()
    assert submission.version == 2
    kinds = [change.kind for change in submission.changes.all()]
    assert kinds == ["vendor", "source", "deployment", "funding", "camera"]
    assert submission.changes.get(kind="deployment").data["description"] == (
        "Microphones et caméras."
    )


def test_the_moderators_see_that_it_changed_and_can_read_what_it_said(client, sent, moderating):
    correct(client, sent[1], description="Autre chose.")
    former = FormerVersion.objects.get()
    assert former.number == 1
    assert "Microphones." in [change["data"].get("description") for change in former.changes]
    assert sent[0].messages.get().text == "J’ai corrigé ce que j’avais envoyé."
    page = moderating.get(f"/moderation/{sent[0].pk}/").content.decode()
    assert "Microphones." in page and "Autre chose." in page


def test_a_title_made_from_the_place_follows_the_place(client, sent):
    make_place("Nice", postcodes="06000")
    correct(client, sent[1], places="Nice")
    assert the_one().title == "Dispositif de surveillance, Nice"


def test_nothing_changed_is_no_correction(client, sent):
    correct(client, sent[1])
    assert the_one().version == 1
    assert not FormerVersion.objects.exists()


def test_a_vendor_taken_away_takes_its_role_along(client, sent):
    correct(client, sent[1], **{"vendor-0-name": "", "vendor-0-kind": ""})
    changes = the_one().changes
    assert [change.kind for change in changes.all()][:2] == ["source", "deployment"]
    state = changes.get(kind="deployment").data
    assert state["roles"] == []
    assert [row["source"] for row in state["citations"]] == ["@0"]


def test_what_is_corrected_can_be_published(client, sent, mona):
    correct(client, sent[1], description="Corrigé.")
    submission = the_one()
    revisions = decide.accept(submission, submission.version, mona)
    assert len(revisions) == 5
    assert "Corrigé." in [revision.snapshot.get("description") for revision in revisions]


def test_an_answer_to_a_question_may_be_a_correction(client, sent, mona):
    decide.ask(sent[0], 1, mona, "Quelle rue ?")
    correct(client, sent[1], description="Rue Bannier.")
    submission = the_one()
    assert (submission.state, submission.lane) == ("received", "answered")


def test_the_flags_are_those_of_the_new_text(client, sent):
    correct(client, sent[1], description="Appeler le 06 12 34 56 78.")
    assert "phone" in {flag["flag"] for flag in the_one().flags}
    correct(client, sent[1], description="Rien de tel.")
    submission = the_one()
    assert {"phone", "repeated"}.isdisjoint(flag["flag"] for flag in submission.flags)


def test_an_edit_of_a_record_opens_as_an_edit(client):
    vendor = make_vendor("XXII", country="FR")
    sent = report(client, f"{vendor.get_absolute_url()}edit/", country="BE").context
    assert controls(client.post(URL, {"code": sent["code"]}))["country"] == ["BE"]
    correct(client, sent["code"], country="CH")
    assert Submission.objects.get(pk=sent["submission"].pk).changes.get().data == {"country": "CH"}


def test_nothing_can_be_corrected_once_decided(client, sent, mona):
    typed = controls(client.post(URL, {"code": sent[1]}))
    decide.refuse(sent[0], 1, mona, "Déjà là.")
    response = client.post(URL, typed | {"action": "send", "description": "Mais…"})
    assert response.status_code == 422
    assert not FormerVersion.objects.exists()


def test_a_decision_at_the_same_instant_wins_over_a_correction(sent, mona):
    stale = the_one()
    decide.accept(sent[0], 1, mona)
    unchanged = {"basis": "document", "basis_note": "", "delay_weeks": 0}
    with pytest.raises(dialogue.AlreadyDecided):
        dialogue.correct(stale, [Proposal("page", {"title": "Autre"})], **unchanged)
    assert stale.changes.count() == 5


def test_the_code_travels_in_the_form_and_never_in_an_address(client, sent):
    page = client.post(URL, {"code": sent[1]})
    preview = client.post(URL, controls(page) | {"action": "preview"})
    assert controls(preview)["code"] == [sent[1]]
    assert not page.cookies
    assert client.get(URL).headers["Location"] == "/receipt/"
    assert client.post(URL, {"code": "x"}).status_code == 404


@pytest.mark.parametrize("key", ["deployment", "product", "funding", "legal", "source", "page"])
def test_every_field_comes_back_as_it_was_sent(client, key):
    state = full_state(key)
    record = make(key, **state)
    name = f"{record.get_absolute_url()}edit/"
    sent = report(client, name, note="Autre remarque.").context
    again = controls(client.post(URL, {"code": sent["code"]}))
    client.post(URL, again | {"action": "send"})
    assert not FormerVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_a_correction_and_a_decision_at_the_same_instant_one_wins():
    mona = make_moderator("mona")
    submission = make_submission(Proposal("page", {"title": "Avant"}))
    outcomes, start = {}, threading.Barrier(2)

    def act(name, do):
        mine = Submission.objects.get(pk=submission.pk)
        start.wait()
        try:
            do(mine)
            outcomes[name] = "won"
        except dialogue.AlreadyDecided:
            outcomes[name] = "told"
        finally:
            connections[connection.alias].close()

    unchanged = {"basis": "", "basis_note": "", "delay_weeks": 0}
    acts = {
        "decision": lambda mine: decide.refuse(mine, 1, mona, "Non."),
        "correction": lambda mine: dialogue.correct(
            mine, [Proposal("page", {"title": "Après"})], **unchanged
        ),
    }
    threads = [threading.Thread(target=act, args=pair) for pair in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    submission.refresh_from_db()
    title = submission.changes.get().data["title"]
    won = {name for name, outcome in outcomes.items() if outcome == "won"}
    assert (won, submission.state, title) in (
        ({"decision"}, "refused", "Avant"), ({"correction"}, "received", "Après"),
    )  # fmt: skip


def test_who_changes_a_camera_knows_in_their_own_way_and_how_it_was_seen_stays(client):
    camera = make("camera", basis="on_site")
    url = f"{camera.get_absolute_url()}edit/"
    submission = report(client, url, basis="press", location="rue A").context["submission"]
    assert (submission.basis, submission.changes.get().data) == ("press", {"location": "rue A"})
    typed = controls(client.get(url))
    del typed["own-basis"]
    typed |= {"basis": "press", "location": "rue B", "action": "send"}
    sent = client.post(url, typed).context
    assert sent["submission"].changes.get().data == {"location": "rue B"}
    opened = controls(client.post(URL, {"code": sent["code"]}))
    assert (opened["basis"], opened["own-basis"]) == (["press"], ["on_site"])
    correct(client, sent["code"], **{"own-basis": "document"})
    kept = sent["submission"].changes.get().data
    assert kept == {"location": "rue B", "basis": "document"}
