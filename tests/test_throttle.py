"""A flood is noticed without knowing who sends: all of it is kept, and buries nobody."""

import shutil
from collections import Counter, namedtuple

import pytest
from django.test import RequestFactory

from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.moderation import form_tokens, questions, throttle
from cases.moderation.manner import ANSWER, TRAP
from cases.moderation.throttle import CONTRIBUTIONS, FLOOD, Load, Rate, key_of
from tests.make import make_place
from tests.page_forms import controls
from tests.test_contribute import URL, report

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SPAMMER, PERSON = {"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture(autouse=True)
def one_process(settings):
    """One process, so that limits are as they are set; forms are old enough to be sent."""
    settings.WEB_CONCURRENCY = 1
    settings.FORM_TOKEN_MIN_AGE = 0
    make_place("Orléans", postcodes="45000")


def fill_in(client, visitor, **fields):
    """A person of this network fills in the form and reads the preview."""
    typed = controls(client.get(URL, **visitor)) | {
        "places": "Orléans", "description": "Boîtier vu.", "basis": "on_site", **fields,
    }  # fmt: skip
    return client.post(URL, typed | {"action": "preview"}, **visitor)


def send(client, visitor, preview, **fields):
    """Send what the preview shows."""
    sent = client.post(URL, controls(preview) | {"action": "send"} | fields, **visitor)
    assert sent.status_code == 200
    return sent.context["submission"]


def key(address: str, **headers) -> int | None:
    return key_of(RequestFactory().get("/", REMOTE_ADDR=address, **headers))


def the_answer(token: str) -> str:
    return questions._chosen(token)[1][0]


def test_two_hundred_posts_of_spam_are_kept_and_bury_nobody(client):
    typed = controls(client.get(URL, **SPAMMER)) | {"places": "Orléans", "action": "send"}
    codes, lanes = set(), Counter()
    for number in range(200):
        if number % 50 == 25:
            real = send(client, PERSON, fill_in(client, PERSON, description=f"Mât {number}."))
            lanes[f"real {real.lane}"] += 1
        typed |= {
            "token": form_tokens.issue(),
            "description": f"Achetez {number} !",
            "basis": "press",
        }
        sent = client.post(URL, typed, **SPAMMER)
        codes.add(sent.context["code"])
        lanes[sent.context["submission"].lane] += 1
    assert len(codes) == 200
    assert Submission.objects.filter(channel="form").count() == 204
    assert lanes == {"hard": 5, "busy": 195, "real ready": 4}


def test_over_the_limit_the_preview_asks_a_question(client):
    assert fill_in(client, SPAMMER).context["question"] == ""
    for _sent in range(CONTRIBUTIONS.per_key):
        CONTRIBUTIONS.count(key(SPAMMER["REMOTE_ADDR"]))
    asked = fill_in(client, SPAMMER)
    assert asked.context["question"] in asked.content.decode()
    assert ANSWER in controls(asked)
    assert fill_in(client, PERSON).context["question"] == ""


@pytest.mark.parametrize(("right", "lane", "flagged"), [(True, "ready", False),
                                                       (False, "busy", True)])  # fmt: skip
def test_a_right_answer_keeps_the_ordinary_lane_and_a_wrong_one_is_kept_too(
    client, right, lane, flagged
):
    for _sent in range(CONTRIBUTIONS.per_key):
        CONTRIBUTIONS.count(key(SPAMMER["REMOTE_ADDR"]))
    asked = fill_in(client, SPAMMER)
    answer = the_answer(asked.context["token"]).upper() if right else "je ne sais pas"
    submission = send(client, SPAMMER, asked, answer=answer)
    assert submission.lane == lane
    assert ("question" in {flag["flag"] for flag in submission.flags}) is flagged


def test_who_was_not_asked_before_a_flood_is_not_blamed_for_not_answering(client):
    typed = controls(fill_in(client, PERSON))
    for _sent in range(FLOOD * CONTRIBUTIONS.in_all):
        CONTRIBUTIONS.count(None)
    sent = [
        client.post(URL, typed | {"action": "send"} | more, **PERSON).context["submission"]
        # A mark is for one form alone.
        for more in ({}, {"token": form_tokens.issue(), "description": "Trois mâts."})
    ]
    flagged = ["question" in {flag["flag"] for flag in submission.flags} for submission in sent]
    assert ([submission.lane for submission in sent], flagged) == (["busy", "busy"], [False, True])


def test_in_a_flood_even_an_answer_waits_apart(client):
    for _sent in range(FLOOD * CONTRIBUTIONS.per_key):
        CONTRIBUTIONS.count(key(SPAMMER["REMOTE_ADDR"]))
    asked = fill_in(client, SPAMMER)
    answer = the_answer(asked.context["token"])
    assert send(client, SPAMMER, asked, answer=answer).lane == "busy"


def test_visitors_of_the_onion_service_have_the_common_limit_alone(client):
    onion = {"REMOTE_ADDR": "127.0.0.1"}
    for _sent in range(CONTRIBUTIONS.per_key * 3):
        CONTRIBUTIONS.count(None)
    assert fill_in(client, onion).context["question"] == ""
    for _sent in range(CONTRIBUTIONS.in_all):
        CONTRIBUTIONS.count(None)
    assert fill_in(client, onion).context["question"]


def test_a_field_that_people_do_not_see_marks_a_machine_and_keeps_what_it_sent(client):
    preview = fill_in(client, PERSON, **{TRAP: "Great site!"})
    submission = send(client, PERSON, preview)
    assert submission.lane == "junk"
    assert "trap" in {flag["flag"] for flag in submission.flags}
    assert "Great site!" not in str(list(submission.changes.values()))


def test_no_field_of_a_record_is_called_like_those_of_the_page():
    names = {name for kind in KINDS.values() for name in kind.form.base_fields}
    assert names.isdisjoint({TRAP, ANSWER, "action", "use", "token", "code"})


def test_without_room_on_the_disk_nothing_is_said_to_be_received(client, monkeypatch):
    preview = fill_in(client, PERSON)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(10**9, 10**9, 10**6))
    response = client.post(URL, controls(preview) | {"action": "send"}, **PERSON)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert controls(response)["description"] == ["Boîtier vu."]
    assert not Submission.objects.waiting().exists()


@pytest.mark.parametrize(("one", "other", "same"), [
    ("198.51.100.7", "198.51.100.250", True), ("198.51.100.7", "198.51.101.7", False),
    ("2001:db8:0:ff00::1", "2001:db8:0:ffff:2::9", True),
    ("2001:db8:0:ff00::1", "2001:db8:1:ff00::1", False),
    ("::ffff:198.51.100.7", "198.51.100.9", True),
])  # fmt: skip
def test_a_key_is_that_of_a_network(one, other, same):
    throttle._salt._value = b"the same salt in every run: keys are short, and may meet"
    assert (key(one) == key(other)) is same
    assert 0 <= key(one) < 2**16


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "", "unix:", "x",
                                     "::ffff:127.0.0.1"])  # fmt: skip
def test_loopback_and_what_is_no_address_have_no_key(address):
    assert key(address) is None


def test_what_a_proxy_tells_is_believed_only_where_it_is_trusted(settings):
    told = {"HTTP_X_FORWARDED_FOR": "192.0.2.1, 198.51.100.7"}
    assert key("127.0.0.1", **told) is None
    settings.TRUST_FORWARDED_FOR = True
    assert key("127.0.0.1", **told) == key("198.51.100.0")
    assert key("203.0.113.7", **told) == key("203.0.113.9")
    assert key("127.0.0.1", HTTP_X_FORWARDED_FOR="x") is None


def test_a_new_salt_makes_other_keys_and_numbers_are_forgotten():
    before = [key(f"10.0.{n}.1") for n in range(20)]
    CONTRIBUTIONS.count(before[0])
    throttle.forget()
    assert [key(f"10.0.{n}.1") for n in range(20)] != before
    assert CONTRIBUTIONS._counts == {}


def test_the_salt_is_dropped_after_a_day_even_if_nobody_comes():
    key("198.51.100.7")
    timer = throttle._salt._timer
    assert (timer.interval, timer.function, timer.daemon) == (24 * 3600, throttle.forget, True)


def test_numbers_of_an_hour_do_not_outlive_it(monkeypatch):
    rate = Rate(per_key=1, in_all=1)
    rate.count(1)
    assert rate.load(1) is Load.BUSY
    monkeypatch.setattr(throttle.time, "monotonic", lambda: 10**9)
    assert rate.load(1) is Load.CALM


def test_limits_are_shared_by_the_processes(settings):
    settings.WEB_CONCURRENCY = 4
    assert (CONTRIBUTIONS.per_key, CONTRIBUTIONS.in_all) == (2, 15)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_question_is_asked_in_the_language_of_the_page(client, prefix, settings):
    offered = {question for code, question, _answers in settings.QUESTIONS
               if code == (prefix.strip("/") or "fr")}  # fmt: skip
    for _sent in range(CONTRIBUTIONS.in_all):
        CONTRIBUTIONS.count(None)
    page = report(client, f"{prefix}{URL}", action="preview", places="Orléans", description="Vue.")
    assert page.context["question"] in offered
