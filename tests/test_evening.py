"""The moderator's evening, by keyboard, in a real browser: how many actions each decision takes."""

from collections import Counter

import pytest

from cases.intake.models import Reason, Submission
from cases.intake.reasons import FIRST_REASONS
from cases.models import Decision
from tests import evening
from tests.make import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

BUSY = "an evening's queue is cleared by few actions", "14: junk among what people send"
# What the moderator presses for each sort of contribution. A reason is taken by its digit.
KEYS = {
    "good": "a",
    "duplicate": "d",
    "personal": "r2",
    "clash": "2a",
    "no source": "q1",
}
STATES = {
    "good": "accepted", "duplicate": "duplicate", "personal": "refused", "clash": "accepted",
    "no source": "asked", "junk": "spam",
}  # fmt: skip


@pytest.fixture
def desk(open_browser, live_server, client, mona, settings):
    """A browser in which mona is logged in, and the register that the evening speaks of."""
    settings.FORM_TOKEN_MIN_AGE = settings.FORM_TOKEN_MIN_AGE * 0
    for use, label_fr, label_en, text_fr, text_en in FIRST_REASONS:
        Reason.objects.get_or_create(
            use=use, label_fr=label_fr,
            defaults={"label_en": label_en, "text_fr": text_fr, "text_en": text_en},
        )  # fmt: skip
    evening.register()
    sign_in(client, mona)
    page = open_browser()
    cookies = [(name, cookie.value) for name, cookie in client.cookies.items()]
    page.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies]
    )
    client.cookies.clear()  # what it sends next comes from contributors
    return page


class Counted:
    """Presses keys and clicks, and counts both."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def press(self, keys: str) -> None:
        """One action a key; the last one of a decision leads to another page."""
        for key in keys[:-1]:
            self.page.keyboard.press(key)
        with self.page.expect_navigation():
            self.page.keyboard.press(keys[-1])
        self.actions += len(keys)

    def click(self, locator) -> None:
        """One action."""
        with self.page.expect_navigation():
            locator.click()
        self.actions += 1


def clear_the_junk(by_hand: Counted) -> None:
    """Open the lane of likely junk, and decide on all of it."""
    by_hand.page.goto("/moderation/")
    by_hand.click(by_hand.page.get_by_role("link", name="Probables indésirables"))
    by_hand.click(by_hand.page.get_by_role("button", name="Décider de celles"))


def clear_the_rest(by_hand: Counted, sorts: dict[int, str]) -> Counter:
    """Begin, then decide on one after the other; the keys pressed for each sort."""
    by_hand.press("j")
    spent = Counter()
    while (path := by_hand.page.evaluate("location.pathname")) != "/moderation/":
        sort = sorts[int(path.strip("/").rpartition("/")[2])]
        by_hand.press(KEYS[sort])
        spent[sort] += len(KEYS[sort])
    return spent


def states(sorts: dict[int, str]) -> dict[int, str]:
    """What became of each contribution."""
    return dict(Submission.objects.filter(pk__in=sorts).values_list("pk", "state"))


@pytest.mark.soak
def test_mixed_contributions_take_less_than_two_actions_each(desk, client, soak_count):
    with soak_count(*BUSY, full=30, few=8).at_once():
        sorts = evening.mixed(client)
        by_hand = Counted(desk)
        clear_the_junk(by_hand)
        clear_the_rest(by_hand, {n: sort for n, sort in sorts.items() if sort != "junk"})
    assert states(sorts) == {number: STATES[sort] for number, sort in sorts.items()}
    # Two for all the junk, one to begin, then one or two for each that is left.
    rest = [sort for sort in sorts.values() if sort != "junk"]
    assert by_hand.actions == 3 + sum(len(KEYS[sort]) for sort in rest)
    assert by_hand.actions < 2 * len(sorts)


@pytest.mark.soak
def test_all_the_junk_of_an_evening_takes_at_most_three_actions(desk, client, soak_count):
    with soak_count(*BUSY, full=35, few=6).at_once():
        sorts = evening.with_junk(client)
        by_hand = Counted(desk)
        clear_the_junk(by_hand)
    junk = sorted(number for number, sort in sorts.items() if sort == "junk")
    assert by_hand.actions <= 3
    set_aside = Submission.objects.filter(state="spam").values_list("pk", flat=True)
    assert sorted(set_aside) == junk
    assert Decision.objects.filter(kind="spam", reason="").count() == len(junk)


def test_keys_sleep_while_one_writes_and_can_be_switched_off(desk, client):
    number = evening.good(client, 1)
    desk.goto(f"/moderation/{number}/")
    desk.locator("[name=reason]").click()
    desk.keyboard.type("assez drôle")
    assert desk.locator("[name=reason]").input_value() == "assez drôle"
    desk.locator("#decide").click()
    desk.get_by_label("Touches").uncheck()
    desk.locator("#decide").click()
    desk.keyboard.press("a")
    assert Submission.objects.get(pk=number).is_open


def test_j_and_k_go_on_and_back_and_a_question_mark_lists_the_keys(desk, client):
    first, second = evening.good(client, 1), evening.good(client, 2)
    by_hand = Counted(desk)
    desk.goto("/moderation/")
    for keys, number in (("j", first), ("j", second), ("k", first), ("j", second)):
        by_hand.press(keys)
        assert desk.url.endswith(f"/moderation/{number}/")
    desk.keyboard.press("?")
    keys = desk.get_by_role("dialog", name="Au clavier")
    assert keys.is_visible()
    desk.keyboard.press("a")  # asleep: the list is being read
    desk.keyboard.press("Escape")
    assert keys.is_hidden() and Submission.objects.get(pk=second).is_open
    desk.get_by_label("Touches").uncheck()
    desk.locator("#decide").click()
    desk.keyboard.press("?")
    assert keys.is_hidden()


def test_a_half_written_review_is_kept_without_pressing_anything(desk, client):
    number = evening.good(client, 1)
    desk.goto(f"/moderation/{number}/")
    desk.locator("[name=reason]").fill("Quelle page ?")
    with desk.expect_response(lambda answer: answer.request.method == "POST"):
        desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    desk.goto(f"/moderation/{number}/")
    assert desk.locator("[name=reason]").input_value() == "Quelle page ?"
