"""People with an account change their password and second factor, and end their sessions."""

import base64
import re

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.intake.models import AuditLine, Login, Member
from cases.moderation import accounts, second_factor
from tests.make import code_of, make_vendor, sign_in
from tests.page_forms import controls
from tests.test_login import age

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DANGEROUS = ["/account/password/", "/account/codes/", "/account/authenticator/"]


@pytest.fixture
def elsewhere(mona):
    """Another browser in which mona is logged in."""
    browser = Client()
    sign_in(browser, mona)
    return browser


def is_in(client) -> bool:
    """True while the session opens pages."""
    return client.get("/moderation/").status_code == 200


@pytest.fixture
def password(mona):
    """The password that mona chose."""
    accounts.choose_password(mona, "correct horse battery")
    return "correct horse battery"


def change_password(client, old, new="four other words here"):
    sent = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/account/password/", sent)


def test_a_new_password_ends_every_other_session_and_renews_this_one(
    password, moderating, elsewhere, mona
):
    key = moderating.session.session_key
    assert change_password(moderating, password).status_code == 302
    assert moderating.session.session_key != key
    assert is_in(moderating)
    assert not is_in(elsewhere)
    mona.refresh_from_db()
    assert mona.check_password("four other words here")


@pytest.mark.parametrize(("old", "new"), [
    ("wrong", "four other words here"),
    ("correct horse battery", "short"),
    ("correct horse battery", "password1234"),
])  # fmt: skip
def test_a_wrong_or_weak_password_changes_nothing(password, moderating, elsewhere, mona, old, new):
    assert change_password(moderating, old, new).status_code == 422
    mona.refresh_from_db()
    assert mona.check_password(password)
    assert is_in(elsewhere)


def test_a_password_made_for_somebody_is_proposed_for_change_until_it_is(client, mona):
    given = accounts.renew(mona)
    client.post("/account/login/", {"username": "mona", "password": given.password})
    client.post("/account/code/", {"code": code_of(mona)})
    assert "choisissez le vôtre sous" in client.get("/moderation/").content.decode()
    change_password(client, given.password)
    assert not Member.objects.get(user=mona).password_given
    assert "choisissez le vôtre" not in client.get("/account/").content.decode()


def test_new_recovery_codes_are_shown_once_and_end_the_old_ones(moderating, elsewhere, mona):
    old = second_factor.new_codes(mona)
    page = moderating.post("/account/codes/").content.decode()
    codes = re.findall(r">((?:[0-9A-Z]{4} ){3}[0-9A-Z]{4})<", page)
    assert len(codes) == 10
    assert codes[0] not in moderating.get("/account/codes/").content.decode()
    assert not is_in(elsewhere)
    assert second_factor.verify(mona, codes[0]) is not None
    assert second_factor.verify(mona, old[0]) is None


def test_an_authenticator_is_replaced_once_the_new_one_shows_a_right_code(
    moderating, elsewhere, mona
):
    before = TOTPDevice.objects.get(user=mona).key
    page = controls(moderating.get("/account/authenticator/"))
    wrong = moderating.post("/account/authenticator/", page | {"code": "000000"})
    assert wrong.status_code == 422
    assert TOTPDevice.objects.get(user=mona).key == before
    assert is_in(elsewhere)
    secret = re.search(r"<code>([A-Z2-7 ]{39})</code>", wrong.content.decode())[1]
    code = f"{totp(base64.b32decode(secret.replace(' ', ''))):06}"
    sent = controls(wrong) | {"code": code}
    assert moderating.post("/account/authenticator/", sent).status_code == 302
    assert TOTPDevice.objects.get(user=mona).key != before
    assert is_in(moderating)
    assert not is_in(elsewhere)
    assert second_factor.verify(mona, code) is None


@pytest.mark.parametrize("sealed", ["", "forged", "InNlY3JldCI:1tabcd:AAAA"])
def test_a_secret_that_the_page_did_not_show_is_refused(moderating, mona, sealed):
    before = TOTPDevice.objects.get(user=mona).key
    answer = moderating.post("/account/authenticator/", {"sealed": sealed, "code": "123456"})
    assert answer.status_code == 422
    assert TOTPDevice.objects.get(user=mona).key == before


def test_sessions_are_listed_and_each_can_be_ended(moderating, elsewhere, mona):
    page = moderating.get("/account/sessions/").content.decode()
    assert page.count("celle-ci") == page.count("une autre") == 1
    other = Login.objects.get(session_key=elsewhere.session.session_key)
    assert moderating.post("/account/sessions/", {"session": other.pk}).status_code == 302
    assert not is_in(elsewhere)
    assert is_in(moderating)


def test_all_other_sessions_end_at_once(moderating, elsewhere, mona):
    moderating.post("/account/sessions/", {"action": "others"})
    assert not is_in(elsewhere)
    assert is_in(moderating)


def test_nobody_ends_the_session_of_somebody_else(moderating, ada):
    browser = Client()
    sign_in(browser, ada)
    theirs = Login.objects.get(user=ada)
    assert moderating.post("/account/sessions/", {"session": theirs.pk}).status_code == 422
    assert browser.get("/account/").status_code == 200


@pytest.mark.parametrize("path", DANGEROUS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_dangerous_asks_for_password_and_code_again_after_ten_minutes(
    moderating, path, method
):
    age(moderating, whole=11, proof=11)
    answer = getattr(moderating, method)(path)
    assert answer.headers["Location"].startswith("/account/proof/?next=")


def test_accounts_of_others_and_erasing_for_good_ask_for_it_too(administering, mona):
    vendor = make_vendor("Surveil SA")
    age(administering, whole=11, proof=11)
    account = f"/moderation/team/{Member.objects.get(user=mona).pk}/"
    erasing = f"/moderation/records{vendor.get_absolute_url()}erase/"
    for path in ("/moderation/team/new/", account, "/moderation/erasures/", erasing):
        for answer in (administering.get(path), administering.post(path, {"action": "close"})):
            assert answer.headers["Location"].startswith("/account/proof/?next="), path
    mona.refresh_from_db()
    assert mona.is_active


def test_proving_it_leads_back_and_lasts_ten_minutes(password, moderating, mona):
    age(moderating, whole=11, proof=11)
    sent = {"password": password, "code": code_of(mona), "next": "/account/codes/"}
    assert moderating.post("/account/proof/", sent).headers["Location"] == "/account/codes/"
    assert moderating.get("/account/codes/").status_code == 200


def test_a_wrong_password_does_not_use_up_the_code(password, moderating, mona):
    age(moderating, whole=11, proof=11)
    code = code_of(mona)
    answer = moderating.post("/account/proof/", {"password": "wrong", "code": code})
    assert answer.status_code == 422
    assert second_factor.verify(mona, code) is not None


def test_each_change_stands_in_the_audit_log(password, moderating, mona):
    change_password(moderating, password)
    moderating.post("/account/codes/")
    assert set(AuditLine.objects.values_list("who", "action", "target")) == {
        ("mona", "password-changed", "account/mona"),
        ("mona", "codes-renewed", "account/mona"),
    }
