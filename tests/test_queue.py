"""The queue: its order, what comes next, saved filters, and many decided at once."""

import pytest
from django.http import QueryDict

from cases.intake.models import SavedFilter, Submission
from cases.models import Decision, Vendor
from cases.moderation import claims, decide
from cases.moderation.figures import lanes_waiting, queue_figures
from cases.moderation.queue import next_after
from tests.make import make_vendor, propose

pytestmark = pytest.mark.django_db


def waiting(name="XXII", **columns) -> Submission:
    """A contribution that waits, with these columns."""
    submission = propose("vendor", name=name)
    Submission.objects.filter(pk=submission.pk).update(**columns)
    submission.refresh_from_db()
    return submission


def order(client, query="") -> list[int]:
    """The numbers on the page of the queue, from the top."""
    return [s.pk for s in client.get(f"/moderation/{query}").context["page"]]


def test_deadlines_come_first_then_the_lanes_that_clear_fastest(moderating):
    hard, ready = waiting(lane="hard"), waiting(lane="ready")
    junk, due = waiting(lane="junk"), waiting(lane="doors", due_on="2026-12-01")
    asked = waiting(state="asked")
    assert order(moderating) == [s.pk for s in (due, junk, ready, hard, asked)]


def test_the_departments_of_a_moderator_come_before_the_others(moderating, mona):
    far, near = waiting(territory="69"), waiting(territory="38")
    mona.member.territories = "38"
    mona.member.save()
    assert order(moderating) == [near.pk, far.pk]
    assert order(moderating, "?mine=on") == [near.pk]
    assert (
        moderating.post(f"/moderation/{far.pk}/", {"action": "spam", "version": 1}).status_code
        == 403
    )


@pytest.mark.parametrize(
    ("query", "kept"),
    [("?flag=person", True), ("?flag=phone", False), ("?lane=ready", True), ("?lane=hard", False),
     ("?sort=flags", True), ("?sort=territory", True), ("?claimed=on", False), ("?text=abc", True)],
)  # fmt: skip
def test_filters_narrow_the_queue(moderating, query, kept):
    submission = waiting(flags=[{"flag": "person", "why": "“phone”"}], text_hash="abc")
    assert (submission.pk in order(moderating, query)) is kept


def test_next_skips_what_another_holds_what_was_just_left_and_what_was_asked(mona, max_moderator):
    held, left, _asked, free = (
        waiting(), waiting(), waiting(state="asked"), waiting(),
    )  # fmt: skip
    claims.claim(held, max_moderator)
    assert next_after(mona, QueryDict(), [left.pk]) == free
    assert next_after(mona, QueryDict("lane=junk")) is None


def test_what_was_passed_over_is_not_offered_again_until_one_begins_anew(moderating):
    complaint, first, second = waiting(lane="doors", due_on="2026-12-01"), waiting(), waiting()

    def offered(query=""):
        answer = moderating.get(f"/moderation/next/{query}")
        return answer.headers["Location"].split("/")[2].split("?")[0]

    seen = [offered(), offered("?past=0"), offered(f"?past={first.pk}")]
    assert seen == [str(each.pk) for each in (complaint, first, second)]
    assert offered(f"?past={second.pk}") == ""
    assert offered() == str(complaint.pk)


def test_a_link_goes_back_to_what_was_passed_over_while_it_waits(moderating, mona):
    first, decided, last = waiting(), waiting(), waiting()
    for left in ("", f"?past={first.pk}", f"?past={decided.pk}"):
        moderating.get(f"/moderation/next/{left}")
    decide.refuse(decided, 1, mona, "non")
    page = moderating.get(f"/moderation/{last.pk}/?lane=ready").content.decode()
    assert 'href="/moderation/previous/?lane=ready"' in page
    back = [moderating.get("/moderation/previous/").url for _time in range(2)]
    assert back == [f"/moderation/{first.pk}/", "/moderation/"]


def test_after_a_decision_comes_the_next_of_the_same_filter(moderating):
    first, _other, second = waiting(lane="junk"), waiting(lane="hard"), waiting(lane="junk")
    page = f"/moderation/{first.pk}/?lane=junk"
    answer = moderating.post(page, {"action": "spam", "version": first.version}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/moderation/{second.pk}/?lane=junk"
    assert order(moderating, "?state=spam") == [first.pk]


def test_the_figures_count_what_waits_by_lane_and_who_decided(mona):
    waiting(lane="junk"), waiting(lane="junk", received_on="2026-01-01")
    decide.refuse(waiting(), 1, mona, "non")
    [junk] = lanes_waiting()
    assert (junk.key, junk.waiting) == ("junk", 2)
    figures = queue_figures()
    assert (figures.waiting, figures.median_days, figures.handled) == (2, 0, [("mona", 1)])
    assert figures.oldest_days > 300


def test_a_filter_can_be_kept_under_a_name_and_forgotten(moderating, mona, max_moderator):
    moderating.post("/moderation/filters/", {"name": "Isère", "query": "territory=38&evil=1"})
    [kept] = SavedFilter.objects.all()
    assert kept.query == "territory=38"
    assert "Isère" in moderating.get("/moderation/").content.decode()
    other = SavedFilter.objects.create(moderator=max_moderator, name="À Max", query="lane=hard")
    for number in (kept.pk, other.pk):
        moderating.post("/moderation/filters/", {"forget": number})
    assert list(SavedFilter.objects.all()) == [other]


def together(client, *chosen, **fields):
    """Decide on several at once."""
    posted = {"pk": [s.pk for s in chosen]} | {f"version-{s.pk}": s.version for s in chosen}
    return client.post("/moderation/together/", posted | fields, follow=True)


def test_junk_is_set_aside_on_one_page_and_can_be_opened_again(moderating):
    lane = [waiting(lane="junk") for _each in range(3)]
    page = moderating.get("/moderation/together/?lane=junk").content.decode()
    assert page.count('name="pk"') == page.count(" checked") == 3
    together(moderating, *lane[:2], action="spam")
    assert Submission.objects.filter(state="spam").count() == 2
    assert not Decision.objects.exclude(reason="").exists()
    set_aside = Submission.objects.filter(state="spam")
    together(moderating, *set_aside, action="reopen")
    assert Submission.objects.filter(state="received").count() == 3


def test_what_another_holds_or_decided_is_named_and_not_touched(moderating, max_moderator):
    held, decided, free = waiting(), waiting(), waiting()
    claims.claim(held, max_moderator)
    Submission.objects.filter(pk=decided.pk).update(version=7)
    answer = together(moderating, held, decided, free, action="spam").content.decode()
    assert f"{held.pk}, {decided.pk}" in answer
    assert [s.pk for s in Submission.objects.filter(state="spam")] == [free.pk]


def test_refusing_many_needs_words_and_at_least_one(moderating):
    submission = waiting()
    assert together(moderating, submission, action="refuse").status_code == 422
    assert together(moderating, action="spam").status_code == 422
    # Publishing is for checks alone: anything else is left, and named.
    assert (
        "Laissées telles quelles"
        in together(moderating, submission, action="accept").content.decode()
    )
    assert Submission.objects.get().state == "received"


def test_a_proposed_vendor_is_mapped_to_the_published_one_in_one_choice(moderating):
    vendor = make_vendor("BriefCam", country="IL")
    submission = waiting("Briefcam")
    page = moderating.get(f"/moderation/{submission.pk}/").content.decode()
    assert f'value="{vendor.entry.reference}"' in page
    sent = {
        "action": "accept",
        "version": submission.version,
        "c0-seen": "0",
        "c0-name": "Briefcam",
    }
    chosen = {"c0-existing": vendor.entry.reference}
    assert moderating.post(f"/moderation/{submission.pk}/", sent | chosen).status_code == 409
    assert Vendor.objects.get().country == "IL"
