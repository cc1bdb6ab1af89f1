"""One decision on many contributions, each in its own transaction."""

from dataclasses import dataclass, field

from cases.history import Refused
from cases.intake.models import Reason, Submission

from .checks import is_check
from .decide import AlreadyDecided, ClaimedByOther, Conflict, TargetGone, accept, refuse, reopen
from .reasons import Said
from .roles import may_decide

MOST = 200  # contributions decided at once
# What can be decided on many at once. Publishing cannot, but for checks: each text must be read.
STATES = {
    Reason.Use.SPAM: Submission.State.SPAM,
    Reason.Use.DUPLICATE: Submission.State.DUPLICATE,
    Reason.Use.REFUSE: Submission.State.REFUSED,
}
REOPEN = "reopen"
# Only what adds a check to a record can be published with others: it changes no fact.
ACCEPT = "accept"


@dataclass
class Outcome:
    """What became of the contributions: how many were decided, and which were not."""

    done: int = 0
    left: list[Submission] = field(default_factory=list)


def decide_all(versions: dict[int, int], moderator, action: str, said: Said) -> Outcome:
    """Turn down, or open again, each contribution that is still as it was shown.

    `versions` maps numbers of contributions to the version the moderator saw; `action` is a
    key of STATES, or REOPEN. What somebody else decided meanwhile, holds, or may not be
    decided by this account, is left as it is and named.
    """
    outcome = Outcome()
    chosen = Submission.objects.filter(pk__in=list(versions)[:MOST]).order_by("pk")
    for submission in chosen.prefetch_related("changes"):
        try:
            if not may_decide(moderator, submission):
                raise AlreadyDecided
            if action == ACCEPT:
                _accept_check(submission, versions[submission.pk], moderator)
            elif action == REOPEN:
                reopen(submission, versions[submission.pk], moderator)
            else:
                refuse(submission, versions[submission.pk], moderator, said, STATES[action])
            outcome.done += 1
        except (AlreadyDecided, ClaimedByOther, Conflict, TargetGone, Refused):
            outcome.left.append(submission)
    return outcome


def _accept_check(submission: Submission, version: int, moderator) -> None:
    """Publish a check. Raises AlreadyDecided for anything else, and for what is flagged."""
    if not is_check(submission) or submission.flags:
        raise AlreadyDecided
    accept(submission, version, moderator)
