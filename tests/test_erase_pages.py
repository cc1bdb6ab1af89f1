"""The pages of erasing: who sees them, what they refuse, and the two people it takes."""

import pytest

from cases.intake.models import ErasureRequest
from cases.models import Decision, Erasure, Vendor
from tests.make import make_moderator, make_vendor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = "/moderation/records/vendors/surveil-sa/erase/"
LIST = "/moderation/erasures/"
SECRET = "Zyxgerard Quelquun"
EDITING = {"editor", "administrator"}


@pytest.fixture(autouse=True)
def vendor(tmp_path, settings):
    """A record whose description names somebody, and a folder for the journal."""
    settings.DATA_DIR = tmp_path
    return make_vendor("Surveil SA", description=f"Dirigée par {SECRET}.")


def sent(**fields) -> dict:
    """The form as it is filled in."""
    asked = {
        "path": "description", "ground": "personal", "reason": "Une personne privée.",
        "action": "ask",
    }  # fmt: skip
    return asked | fields


def description() -> str:
    return Vendor.objects.get().description


def asked_by(client, user, **fields) -> ErasureRequest:
    """What this person asked for, from the page."""
    sign_in(client, user)
    assert client.post(PAGE, sent(**fields)).status_code == 302
    return ErasureRequest.objects.get()


def press(client, request, action):
    return client.post(LIST, {"request": request.pk, "action": action})


@pytest.mark.once
@pytest.mark.parametrize("page", [PAGE, LIST])
@pytest.mark.parametrize("role", ["", "moderator", "editor", "administrator"])
def test_editors_and_administrators_alone_see_them(client, stranger, page, role):
    sign_in(client, make_moderator(f"a-{role}", role) if role else stranger)
    assert client.get(page).status_code == (200 if role in EDITING else 403)
    answer = client.post(page, sent())
    assert (answer.status_code == 403) == (role not in EDITING)
    assert ErasureRequest.objects.exists() == (role in EDITING and page == PAGE)
    assert SECRET in description()


@pytest.mark.once
@pytest.mark.parametrize("page", [PAGE, LIST])
def test_who_is_not_logged_in_or_gave_no_code_logs_in_first(client, edith, page):
    assert "/login/" in client.get(page)["Location"]
    sign_in(client, edith, with_code=False)
    assert client.get(page).status_code == 302
    client.post(page, sent())
    assert not ErasureRequest.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize("page", [PAGE, LIST])
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(editing, page, method):
    assert getattr(editing, method)(page).status_code == 405


@pytest.mark.once
def test_what_is_not_there_is_not_found(editing):
    assert editing.get("/moderation/records/vendors/personne/erase/").status_code == 404
    assert editing.get("/moderation/records/nothing/surveil-sa/erase/").status_code == 404
    for number in ("", "0", "999", "x", "٣", "9" * 40):
        answer = editing.post(LIST, {"request": number, "action": "confirm"})
        assert answer.status_code == 404, number


def test_a_look_first_names_every_place_and_erases_nothing(editing):
    page = editing.post(PAGE, sent(action="preview"))
    assert page.status_code == 200
    assert "Rien n’est encore effacé" in page.content.decode()
    assert SECRET in description()
    assert not ErasureRequest.objects.exists()


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"path": "nowhere"}, "path"),
        ({"path": ""}, "path"),
        ({"reason": ""}, "reason"),
        ({"ground": "mood"}, "ground"),
        ({"first": "3", "last": "2"}, "last"),
        ({"first": "-1"}, "first"),
        ({"last": "un"}, "last"),
        ({"part": "quotation"}, "part"),
        ({"neutral": "n" * 301}, "neutral"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_the_rest_is_kept(editing, fields, beside):
    page = editing.post(PAGE, sent(neutral="Société A") | fields)
    form = page.context["form"]
    assert page.status_code == 422
    assert set(form.errors) == {beside}
    said = page.content.decode()
    assert fields.get("neutral", "Société A") in said
    assert fields.get("reason", "Une personne privée.") in said
    assert str(form.errors[beside][0]) in said.replace("&#x27;", "'")
    assert not ErasureRequest.objects.exists()


def test_revisions_that_do_not_hold_it_are_told_and_nothing_is_asked(editing):
    page = editing.post(PAGE, sent(first="7", action="preview"))
    assert page.context["problem"] or not page.context["found"].revisions
    assert SECRET in description()


def test_one_asks_and_another_one_erases(client, edith, mona):
    request = asked_by(client, edith)
    assert SECRET in description()
    assert press(client, request, "confirm").status_code == 409  # not the same person
    assert SECRET in description()
    sign_in(client, make_moderator("edwin", "editor"))
    assert press(client, request, "confirm").status_code == 302
    assert description() == ""
    request.refresh_from_db()
    assert (request.state, request.seen_by.username) == ("done", "edwin")
    assert press(client, request, "confirm").status_code == 409  # once
    assert Erasure.objects.count() == 1
    line = client.get("/transparency/").content.decode()
    assert "edith" not in line and "edwin" not in line


def test_either_may_drop_it_and_then_nothing_is_erased(client, edith):
    request = asked_by(client, edith)
    assert press(client, request, "drop").status_code == 302
    sign_in(client, make_moderator("edwin", "editor"))
    assert press(client, request, "confirm").status_code == 409
    assert SECRET in description()
    assert not Decision.objects.filter(kind="erased").exists()


def test_an_unknown_button_does_nothing_and_says_so(client, edith):
    request = asked_by(client, edith)
    answer = press(client, request, "burn")
    assert answer.status_code == 409
    assert "Choisissez" in answer.content.decode()


def test_an_administrator_who_is_alone_erases_and_somebody_else_looks_later(client, ada):
    request = asked_by(client, ada, alone="on")
    assert description() == ""
    assert (request.state, request.alone, request.seen_by) == ("done", True, None)
    assert press(client, request, "see").status_code == 409  # not the same person
    sign_in(client, make_moderator("edwin", "editor"))
    assert press(client, request, "see").status_code == 302
    request.refresh_from_db()
    assert request.seen_by.username == "edwin"
    assert press(client, request, "see").status_code == 409  # once


def test_an_editor_has_no_such_box_and_sending_it_only_asks(client, edith):
    sign_in(client, edith)
    assert 'name="alone"' not in client.get(PAGE).content.decode()
    request = asked_by(client, edith, alone="on")
    assert (request.state, request.alone) == ("asked", False)
    assert SECRET in description()


def test_what_the_record_cannot_do_without_is_refused_and_said(client, ada):
    sign_in(client, ada)
    page = client.post(PAGE, sent(path="name", alone="on"))
    assert page.status_code == 422
    assert page.context["problem"] and "Une personne privée." in page.content.decode()
    assert Vendor.objects.get().name == "Surveil SA"
    assert not Erasure.objects.exists()
    assert not ErasureRequest.objects.exists()
