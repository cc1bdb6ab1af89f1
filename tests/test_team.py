"""Administrators add accounts, change rights, help whoever lost something, and read the log."""

import re
import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from cases.intake.models import AuditLine, Member
from cases.moderation import audit, second_factor, team
from tests.make import code_of, make_moderator, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADMINISTRATOR = Member.Role.ADMINISTRATOR


def add(client, **fields):
    """The form of a new account, sent."""
    sent = {"name": "nina", "role": "moderator", "territories": ""} | fields
    return client.post("/moderation/team/new/", sent)


def act(client, user, action, **fields):
    """One of the buttons of an account's page."""
    return client.post(f"/moderation/team/{user.pk}/", {"action": action} | fields)


def test_an_account_is_added_and_can_get_in_with_what_was_shown_once(administering):
    shown = add(administering, territories="69, 38 38")
    page = shown.content.decode()
    assert "<svg" in page
    assert "no-store" in shown.headers["Cache-Control"]
    nina = User.objects.get(username="nina")
    assert nina.member.territories == "38 69"
    password = re.search(r'class="secret"><code>([\w-]{20})<', page)[1]
    browser = Client()
    browser.post("/account/login/", {"username": "nina", "password": password})
    browser.post("/account/code/", {"code": code_of(nina)})
    assert browser.get("/moderation/").status_code == 200
    assert browser.get("/moderation/team/").status_code == 403


@pytest.mark.parametrize(("field", "value"), [
    ("name", ""), ("name", "ADA"), ("name", "import"), ("name", "System"), ("name", "a b"),
    ("name", "x" * 151), ("name", "a\x00b"), ("role", "emperor"), ("territories", "Isère"),
    ("territories", "38;69"), ("territories", "٣٨x"), ("territories", "9" * 301),
])  # fmt: skip
def test_what_cannot_be_an_account_comes_back_with_a_message(administering, field, value):
    answer = add(administering, **{field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Member.objects.count() == 1


def test_role_and_departments_are_changed(administering, mona):
    act(administering, mona, "rights", **{"rights-role": "editor", "rights-territories": "38"})
    member = Member.objects.get(user=mona)
    assert (member.role, member.territories) == ("editor", "38")


def test_bad_departments_come_back_with_a_message(administering, mona):
    sent = {"rights-role": "editor", "rights-territories": "Lyon"}
    answer = act(administering, mona, "rights", **sent)
    assert answer.status_code == 422
    assert 'value="Lyon"' in answer.content.decode()
    assert Member.objects.get(user=mona).role == "moderator"


@pytest.mark.parametrize("action", ["close", "reset", "sessions"])
def test_sessions_end_at_once(administering, mona, action):
    browser = Client()
    sign_in(browser, mona)
    assert browser.get("/moderation/").status_code == 200
    act(administering, mona, action)
    assert browser.get("/moderation/").status_code == 302


def test_a_closed_account_cannot_log_in_until_it_is_reopened(administering, mona):
    mona.set_password("correct horse battery")
    mona.save()
    sent = {"username": "mona", "password": "correct horse battery"}
    act(administering, mona, "close")
    assert Client().post("/account/login/", sent).status_code == 422
    act(administering, mona, "reopen")
    assert Client().post("/account/login/", sent).status_code == 302


def test_a_reset_makes_password_secret_and_codes_anew(administering, mona):
    sign_in(Client(), mona)
    before = mona.password, mona.totpdevice_set.get().key, second_factor.new_codes(mona)
    assert act(administering, mona, "reset").status_code == 200
    mona.refresh_from_db()
    assert mona.password != before[0]
    assert mona.totpdevice_set.get().key != before[1]
    assert second_factor.verify(mona, before[2][0]) is None


@pytest.mark.parametrize("action", ["rights", "close", "reset", "sessions", "reopen", "", "x"])
def test_nobody_acts_on_their_own_account(administering, ada, action):
    sent = {"rights-role": "moderator", "rights-territories": ""}
    assert act(administering, ada, action, **sent).status_code == 409
    assert Member.objects.get(user=ada).role == ADMINISTRATOR
    assert administering.get("/moderation/team/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_who_remove_each_other_leave_one(ada):
    other, start, refused = make_moderator("zoe", ADMINISTRATOR), threading.Barrier(2), []

    def demote(by, user):
        start.wait()
        try:
            team.set_rights(by, user, "moderator", "")
        except team.NotPossible:
            refused.append(by.username)
        finally:
            connection.close()

    pairs = [(ada, other), (other, ada)]
    threads = [threading.Thread(target=demote, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Member.objects.filter(role=ADMINISTRATOR).count() == 1


def test_the_list_tells_rights_second_factor_and_open_sessions(administering, mona, stranger):
    sign_in(Client(), mona)
    mona.totpdevice_set.all().delete()
    page = administering.get("/moderation/team/").content.decode()
    row = page.split(">mona<")[1].split("</tr>")[0]
    assert "aucun\u00a0: ne peut pas entrer" in row
    assert re.search(r"Sessions ouvertes\">1<", row)
    assert "stranger" not in page


def test_every_action_adds_a_line_that_names_who_and_whom(administering, mona):
    add(administering)
    act(administering, mona, "rights", **{"rights-role": "editor", "rights-territories": "38"})
    for action in ("sessions", "reset", "close", "reopen"):
        act(administering, mona, action)
    lines = AuditLine.objects.order_by("id").values_list("who", "role", "action", "target")
    assert [line[2:] for line in lines] == [
        ("account-added", "account/nina"), ("account-rights", "account/mona"),
        ("account-sessions", "account/mona"), ("account-reset", "account/mona"),
        ("account-closed", "account/mona"), ("account-reopened", "account/mona"),
    ]  # fmt: skip
    assert {line[:2] for line in lines} == {("ada", "administrator")}


def test_the_log_is_filtered_by_who_what_and_target(administering, ada, mona):
    audit.write(ada, "merge", "vendor/xxii")
    audit.write(mona, "decide", "contribution/7")

    def found(query):
        page = administering.get(f"/moderation/audit/?{query}").content.decode()
        return ["vendor/xxii" in page, "contribution/7" in page]

    assert found("") == [True, True]
    assert found("who=ada") == found("action=merge") == found("target=XXII") == [True, False]
    assert found("who=mona&action=decide") == [False, True]
    assert administering.get("/moderation/audit/?who=nobody&page=zzz").status_code == 200


def test_the_log_shows_a_hundred_lines_a_page_newest_first(administering, ada):
    for number in range(101):
        audit.write(ada, "decide", f"contribution/{number:03}")
    first = administering.get("/moderation/audit/?who=ada").content.decode()
    second = administering.get("/moderation/audit/?who=ada&page=2").content.decode()
    assert first.index("contribution/100") < first.index("contribution/001")
    assert "contribution/000" not in first
    assert "contribution/000" in second
    assert "?who=ada&amp;page=2" in first
