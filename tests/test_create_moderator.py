"""Whoever runs the instance makes accounts on the command line."""

import base64
import re
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import totp

from cases.intake.models import AuditLine, Member
from cases.moderation import accounts, second_factor
from tests.make import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def run(command, *arguments, **options) -> str:
    """What the command printed."""
    printed = StringIO()
    call_command(command, *arguments, stdout=printed, **options)
    return printed.getvalue()


def log_in(name, printed) -> Client:
    """A browser that used the printed password and a code of the printed secret."""
    address = re.search(r"otpauth://\S+", printed)[0]
    secret = parse_qs(urlsplit(address).query)["secret"][0]
    password = re.search(r"(?i)password:? +(\S+)", printed)[1]
    browser = Client()
    browser.post("/account/login/", {"username": name, "password": password})
    browser.post("/account/code/", {"code": f"{totp(base64.b32decode(secret)):06}"})
    return browser


def test_what_is_printed_opens_moderation():
    assert log_in("mona", run("create_moderator", "mona")).get("/moderation/").status_code == 200


def test_ten_recovery_codes_are_printed_and_work(mona):
    printed = run("create_moderator", "mona")
    codes = re.findall(r"(?:[0-9A-Z]{4} ){3}[0-9A-Z]{4}", printed)
    assert len(codes) == 10
    assert all(second_factor.verify(mona, code) for code in codes)


def test_the_first_account_administers_and_later_ones_moderate():
    assert "This is the first account" in run("create_moderator", "ada")
    assert "first account" not in run("create_moderator", "mona")
    roles = dict(Member.objects.values_list("user__username", "role"))
    assert roles == {"ada": "administrator", "mona": "moderator"}


def test_role_and_departments_are_given_and_kept_when_it_is_run_again():
    run("create_moderator", "edith", role="editor", territories="69 38")
    run("create_moderator", "edith")
    member = Member.objects.get()
    assert (member.role, member.territories) == ("editor", "38 69")


def test_run_again_it_ends_sessions_and_makes_everything_anew(mona):
    browser = Client()
    sign_in(browser, mona)
    before = User.objects.get(username="mona").password, mona.totpdevice_set.get().key
    run("create_moderator", "mona")
    assert browser.get("/moderation/").status_code == 302
    after = User.objects.get(username="mona").password, mona.totpdevice_set.get().key
    assert not set(before) & set(after)


@pytest.mark.parametrize("arguments", [
    ["import"], ["SYSTEM"], ["MONA"], ["a b"], [""], ["x" * 200],
    ["nina", "--territories", "Lyon"], ["nina", "--role", "emperor"],
])  # fmt: skip
def test_what_cannot_be_an_account_is_refused_in_one_sentence(mona, arguments):
    with pytest.raises(CommandError):
        run("create_moderator", *arguments)
    assert list(User.objects.values_list("username", flat=True)) == ["mona"]


def test_the_last_who_administers_stays_one(ada):
    with pytest.raises(CommandError, match="only one"):
        run("create_moderator", "ada", role="moderator")
    assert Member.objects.get().role == "administrator"


def test_the_log_says_that_a_command_made_it():
    run("create_moderator", "mona")
    run("create_moderator", "mona")
    assert list(AuditLine.objects.values_list("who", "action").order_by("id")) == [
        ("system", "account-added"), ("system", "account-reset"),
    ]  # fmt: skip


def test_the_demonstration_says_in_one_glance_how_to_get_in(settings):
    settings.DEMO = True
    printed = run("ensure_demo_moderator")
    assert log_in("demo", printed).get("/moderation/team/").status_code == 200
    demo = User.objects.get(username="demo")
    second_factor.give(demo)
    printed = run("ensure_demo_moderator")
    now, later = re.search(r"code now +(\d{6}) +then (\d{6})", printed).groups()
    assert second_factor.verify(demo, now)
    assert second_factor.verify(demo, later)


def test_the_account_of_imports_cannot_log_in():
    accounts.import_account()
    answer = Client().post("/account/login/", {"username": "import", "password": "x"})
    assert answer.status_code == 422
