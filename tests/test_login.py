"""Logging in: a password, then a code; slowly for whoever guesses; and not for ever."""

import re
import threading
import time
from unittest.mock import patch

import pytest
from django.conf import settings as project_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.intake.models import Login
from cases.moderation import accounts, presence, second_factor
from cases.moderation.attempts import FREE, LONGEST, Attempts
from cases.moderation.second_factor import Wait
from tests.make import code_of, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def given(mona):
    """What mona was given: a password, a secret, recovery codes."""
    return accounts.renew(mona)


def log_in(client, password, **fields):
    """The first step."""
    return client.post("/account/login/", {"username": "mona", "password": password} | fields)


def age(client, *, page=0, whole=0, proof=0) -> None:
    """As if the last page, the whole session or the last proof were so many minutes older."""
    key = client.cookies[project_settings.SESSION_COOKIE_NAME].value
    now = int(time.time())
    older = presence.Presence(now - 60 * whole, now - 60 * page, now - 60 * proof)
    client.cookies[project_settings.PRESENCE_COOKIE_NAME] = presence.signed(key, older)


def test_a_password_and_a_code_open_the_page_that_was_wanted(client, mona, given):
    first = log_in(client, given.password, next="/moderation/?lane=ready")
    assert first.headers["Location"] == "/account/code/?next=%2Fmoderation%2F%3Flane%3Dready"
    page = client.get(first.headers["Location"])
    assert 'name="next" value="/moderation/?lane=ready"' in page.content.decode()
    second = client.post("/account/code/", {"code": code_of(mona), "next": "/moderation/"})
    assert second.headers["Location"] == "/moderation/"
    assert client.get("/moderation/").status_code == 200


def test_a_password_alone_opens_nothing(client, mona, given):
    log_in(client, given.password)
    for path in ("/moderation/", "/account/", "/account/password/", "/moderation/team/"):
        assert client.get(path).headers["Location"].startswith("/account/code/?next="), path


def test_the_session_changes_its_key_at_each_step(client, mona, given):
    sign_in(client, mona)
    keys = [client.session.session_key]
    for path, sent in (
        ("/account/login/", {"username": "mona", "password": given.password}),
        ("/account/code/", {"code": given.codes[0]}),
    ):
        assert client.post(path, sent).status_code == 302
        keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    assert set(Session.objects.values_list("session_key", flat=True)) == {keys[-1]}


def test_a_code_works_once(client, mona, given):
    code = code_of(mona)
    log_in(client, given.password)
    assert client.post("/account/code/", {"code": code}).status_code == 302
    log_in(client, given.password)
    again = client.post("/account/code/", {"code": code})
    assert again.status_code == 422
    assert client.get("/moderation/").status_code == 302


def test_a_recovery_code_works_once_however_it_is_typed(client, mona, given):
    code = given.codes[3].lower().replace(" ", "-").replace("0", "o")
    log_in(client, given.password)
    assert client.post("/account/code/", {"code": code}).status_code == 302
    assert second_factor.codes_left(mona) == 9
    assert "Un code de secours a servi" in client.get("/account/").content.decode()
    log_in(client, given.password)
    assert client.post("/account/code/", {"code": given.codes[3]}).status_code == 422


def test_recovery_codes_are_not_stored_as_they_are_typed(mona, given):
    stored = list(mona.staticdevice_set.get().token_set.values_list("token", flat=True))
    assert len(stored) == len(set(given.codes)) == 10
    assert not {code.replace(" ", "") for code in given.codes} & set(stored)


@pytest.mark.parametrize("typed", ["", "000000x", "12345", "١٢٣٤٥٦", "\x00", "0" * 41, "é" * 16])
def test_what_is_no_code_is_refused_with_a_message(client, mona, given, typed):
    log_in(client, given.password)
    assert client.post("/account/code/", {"code": typed}).status_code == 422


def test_an_account_without_a_second_factor_cannot_get_in(client, stranger):
    stranger.set_password("correct horse battery")
    stranger.save()
    client.post("/account/login/", {"username": "stranger", "password": "correct horse battery"})
    assert "pas encore de second facteur" in client.get("/account/code/").content.decode()
    assert client.post("/account/code/", {"code": "000000"}).status_code == 422
    assert client.get("/moderation/").status_code == 302


@pytest.mark.parametrize("wanted", ["foo", "record-list", "?x", "//evil.example/", "javascript:x",
                                    "https://evil.example/"])  # fmt: skip
def test_logging_in_goes_to_no_other_place_than_an_address_of_the_site(client, mona, given, wanted):
    assert log_in(client, given.password, next=wanted).headers["Location"] == "/account/code/"
    sent = {"code": code_of(mona), "next": wanted}
    assert client.post("/account/code/", sent).headers["Location"] == "/moderation/"


def test_logging_out_ends_the_session(moderating):
    assert moderating.get("/moderation/").status_code == 200
    moderating.post("/account/logout/")
    assert moderating.get("/moderation/").status_code == 302
    assert not Login.objects.exists()
    assert not Session.objects.exists()


def said(response) -> str:
    """The page without its token and what was typed."""
    text = re.sub(r'value="[^"]*"', "", response.content.decode())
    return re.sub(r"name=\"csrfmiddlewaretoken\".*?>", "", text)


@pytest.mark.parametrize("closed", [False, True])
def test_a_wrong_password_and_an_unknown_or_closed_account_get_the_same_answer(
    client, mona, given, closed
):
    if closed:
        mona.is_active = False
        mona.save()
    sent = {"username": "mona", "password": given.password if closed else "wrong"}
    known = client.post("/account/login/", sent)
    unknown = client.post("/account/login/", {"username": "nobody-here", "password": "wrong"})
    assert known.status_code == unknown.status_code == 422
    assert said(known) == said(unknown)


def counted(work: str):
    """A hashing of Argon2 that is done as ever, and counts."""
    real = getattr(Argon2PasswordHasher, work)
    return patch.object(Argon2PasswordHasher, work, autospec=True, side_effect=real)


def test_every_name_costs_one_argon2_whoever_it_is(client, mona, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    password, closed = accounts.renew(mona).password, accounts.create_moderator("closed").password
    User.objects.filter(username="closed").update(is_active=False)
    accounts.import_account()  # has no password
    tried = {"mona": "wrong", "closed": closed, "import": "wrong", "nobody-here": "wrong"}
    for name, typed in tried.items():
        with counted("encode") as encoded, counted("verify") as verified:
            sent = {"username": name, "password": typed}
            assert client.post("/account/login/", sent).status_code == 422
        assert encoded.call_count + verified.call_count == 1, name
    assert log_in(client, password).status_code == 302


@pytest.mark.parametrize("name", ["mona", "nobody-there"])
def test_guessing_is_slowed_the_same_for_a_name_that_exists_and_one_that_does_not(
    client, mona, settings, monkeypatch, name
):
    monkeypatch.setattr("cases.moderation.attempts.PASSWORDS", Attempts(1, clock=lambda: 1000.0))
    sent = {"username": name, "password": "wrong"}
    answers = [client.post("/account/login/", sent) for _ in range(FREE + 1)]
    assert [answer.status_code for answer in answers] == [422] * FREE + [429]
    assert answers[-1].headers["Retry-After"] == "1"
    other = client.post("/account/login/", {"username": "somebody-else", "password": "wrong"})
    assert other.status_code == 422


def test_the_right_password_is_not_looked_at_during_the_delay(client, mona, given, monkeypatch):
    slow = Attempts(1, clock=lambda: 1000.0)
    monkeypatch.setattr("cases.moderation.attempts.PASSWORDS", slow)
    for _ in range(FREE):
        log_in(client, "wrong")
    assert log_in(client, given.password).status_code == 429


def waits(workers: int, failures: int) -> list[int]:
    """Seconds imposed after each of so many failures, by one process of several."""
    now = [0.0]
    attempts, found = Attempts(workers, clock=lambda: now[0]), []
    while len(found) < failures:
        try:
            attempts.start("Mona ")
        except Wait as wait:
            found[-1] = wait.seconds
            now[0] += wait.seconds
        else:
            found.append(0)
    return found


def test_the_delay_doubles_and_never_becomes_a_lock():
    found = waits(1, FREE + 12)
    assert found[:FREE] == [0] * (FREE - 1) + [1]
    assert found[FREE : FREE + 4] == [2, 4, 8, 16]
    assert found[-2] == LONGEST


def test_processes_share_the_limit():
    assert waits(3, 5)[:4] == [0, 3, 6, 12]


def test_success_and_an_hour_of_quiet_forget_the_failures():
    now = [0.0]
    attempts = Attempts(FREE, clock=lambda: now[0])
    attempts.start("mona")
    with pytest.raises(Wait):
        attempts.start("MONA")
    attempts.succeeded("Mona")
    attempts.start("mona")
    now[0] = 2 * 3600.0
    attempts.start("mona")


def test_a_flood_of_names_does_not_make_room_for_a_name_that_is_guessed(monkeypatch):
    monkeypatch.setattr("cases.moderation.attempts.MOST", 10)
    attempts = Attempts(3, clock=lambda: 0.0)
    attempts.start("mona")
    attempts.start("mona")
    for number in range(50):
        attempts.start(f"name {number}")
    with pytest.raises(Wait):
        attempts.start("mona")


def test_codes_are_guessed_slowly_too_and_never_for_longer_than_nine_minutes(mona, given):
    for _ in range(20):
        TOTPDevice.objects.filter(user=mona).update(throttling_failure_timestamp=None)
        assert second_factor.verify(mona, "000000") is None
    with pytest.raises(Wait) as wait:
        second_factor.verify(mona, code_of(mona))
    assert 500 < wait.value.seconds <= 512


def test_a_code_asked_too_soon_says_how_long_to_wait(client, mona, given):
    log_in(client, given.password)
    for _ in range(4):
        answer = client.post("/account/code/", {"code": "000000"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(("older", "status"), [
    ({"page": 29, "whole": 29}, 200),
    ({"page": 31, "whole": 31}, 302),
    ({"page": 1, "whole": 719}, 200),
    ({"page": 1, "whole": 721}, 302),
])  # fmt: skip
def test_a_session_lasts_thirty_idle_minutes_and_twelve_hours(moderating, older, status):
    age(moderating, **older)
    assert moderating.get("/moderation/").status_code == status
    assert moderating.get("/moderation/").status_code == status


def test_each_page_begins_the_thirty_minutes_anew(moderating):
    age(moderating, page=25, whole=25)
    moderating.get("/moderation/")
    key = moderating.session.session_key
    kept = moderating.cookies[project_settings.PRESENCE_COOKIE_NAME].value
    seen = presence.Presence(*presence._signer(key).unsign_object(kept)).seen
    assert time.time() - seen < 60


def test_the_code_must_follow_the_password_within_ten_minutes(client, mona, given):
    log_in(client, given.password)
    age(client, page=11, whole=11)
    answer = client.post("/account/code/", {"code": code_of(mona)})
    assert answer.headers["Location"].startswith("/account/login/")


def test_the_cookie_of_another_session_is_worth_nothing(client, mona, ada):
    sign_in(client, ada)
    stolen = client.cookies[project_settings.PRESENCE_COOKIE_NAME].value
    sign_in(client, mona)
    client.cookies[project_settings.PRESENCE_COOKIE_NAME] = stolen
    assert client.get("/moderation/").status_code == 302


def test_the_cookie_is_for_https_and_out_of_reach_of_scripts(moderating, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = moderating.get("/account/").cookies[settings.PRESENCE_COOKIE_NAME]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"], cookie["max-age"], cookie["expires"]) == (
        "/",
        "",
        "",
        "",
    )


@pytest.mark.parametrize("path", ["/moderation/", "/moderation/team/", "/account/nothing-here/"])
def test_no_answer_with_a_session_is_stored_by_a_browser_or_proxy(moderating, path):
    assert "no-store" in moderating.get(path).headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", ["authenticator", "recovery"])
def test_of_two_who_send_the_same_code_at_once_one_gets_in(mona, which):
    given = accounts.renew(mona)
    code = code_of(mona) if which == "authenticator" else given.codes[0]
    start, proven = threading.Barrier(2), []

    def send():
        start.wait()
        try:
            proven.append(second_factor.verify(mona, code) is not None)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(proven) == [False, True]


def test_readers_get_neither_cookie_even_beside_a_session(moderating):
    assert not moderating.get("/").cookies
    assert not moderating.get("/en/deployments/").cookies
