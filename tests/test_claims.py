"""Two moderators never do the same work: what one reads, the other sees as held."""

import datetime

import pytest
from django.utils import timezone

from cases.intake.models import AuditLine, Submission
from cases.moderation import claims, decide
from tests.make import propose

pytestmark = pytest.mark.django_db


def let_time_pass(submission):
    """As if the claim had been made long ago."""
    ended = timezone.now() - datetime.timedelta(minutes=1)
    Submission.objects.filter(pk=submission.pk).update(claimed_until=ended)
    submission.refresh_from_db()


def test_only_one_of_two_holds_a_contribution(mona, max_moderator):
    submission = propose("vendor", name="Une")
    assert claims.claim(submission, mona)
    assert not claims.claim(submission, max_moderator)
    assert submission.claimed_by == mona
    assert submission.state == "review"


def test_what_another_holds_cannot_be_decided(mona, max_moderator):
    submission = propose("vendor", name="Une")
    claims.claim(submission, mona)
    with pytest.raises(decide.ClaimedByOther) as held:
        decide.refuse(submission, submission.version, max_moderator, "non")
    assert held.value.holder == "mona"
    decide.refuse(submission, submission.version, mona, "non")
    assert submission.state == "refused"
    assert submission.claimed_by is None


def test_a_claim_ends_by_itself(mona, max_moderator):
    submission = propose("vendor", name="Une")
    claims.claim(submission, mona)
    let_time_pass(submission)
    assert claims.claim(submission, max_moderator)
    let_time_pass(submission)
    assert claims.release_expired() == 1
    submission.refresh_from_db()
    assert (submission.state, submission.claimed_by) == ("received", None)


def test_what_is_let_go_waits_again_and_each_step_is_kept(mona):
    submission = propose("vendor", name="Une")
    claims.claim(submission, mona)
    claims.release(submission, mona)
    steps = submission.transitions.values_list("before", "after", "by__username")
    assert list(steps) == [("received", "review", "mona"), ("review", "received", "mona")]


def test_taking_over_is_possible_and_said_in_the_audit_log(mona, max_moderator):
    submission = propose("vendor", name="Une")
    claims.claim(submission, mona)
    claims.take_over(submission, max_moderator)
    assert submission.claimed_by == max_moderator
    assert AuditLine.objects.get().target == f"contribution/{submission.pk}"


def test_a_claim_ends_on_a_round_minute(mona):
    submission = propose("vendor", name="Une")
    claims.claim(submission, mona)
    assert (submission.claimed_until.minute % 5, submission.claimed_until.second) == (0, 0)
