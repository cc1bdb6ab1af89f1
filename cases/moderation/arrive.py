"""What happens when a contribution arrives: its flags, its lane, the day it may be published."""

from django.conf import settings
from django.utils import timezone

from cases.evidence import storage
from cases.intake.models import Submission
from cases.models import Entry

from . import dialogue, form_tokens
from .complain import Sent, complain
from .delay import not_before
from .flags import flags_of, flags_of_manner
from .lanes import lane_of
from .manner import Manner
from .submit import Proposal, submit
from .throttle import CONTRIBUTIONS

# What stays true of the way a contribution came, however often it is corrected.
# A check changes no fact, and takes seconds: what is odd in a record is not its matter.
NOT_OF_CHECKS = {
    Submission.Flag.NO_SOURCE, Submission.Flag.DUPLICATE, Submission.Flag.TECHNOLOGY,
    Submission.Flag.DATE, Submission.Flag.AMOUNT, Submission.Flag.REPEATED,
    Submission.Flag.HASTY,
}  # fmt: skip
OF_THE_SENDING = {Submission.Flag.TRAP, Submission.Flag.QUESTION}


def receive(
    proposals: list[Proposal], token: str, about: dict, manner: Manner, key: int | None
) -> Submission:
    """Store a contribution, always: what looks odd waits in another lane, with its flags.

    `about` is what AboutForm cleaned, `key` that of the throttle. Raises submit.Replayed, or
    storage.NoSpace where the disk is nearly full, and then nothing is kept.
    """
    storage.check_room(floor=settings.TEXT_FREE_SPACE_FLOOR)
    if Submission.objects.filter(token_hash=form_tokens.hash_of(token)).exists():
        return submit(proposals, token)
    flags = flags_of(proposals, about["basis"], manner)
    weeks = int(about["delay_weeks"] or 0)
    submission = submit(
        proposals, token, basis=about["basis"], basis_note=about["basis_note"], flags=flags,
        lane=lane_of(flags, busy=manner.busy), delay_weeks=weeks,
        not_before=not_before(timezone.localdate(), weeks),
    )  # fmt: skip
    CONTRIBUTIONS.count(key)
    return submission


def receive_check(proposal: Proposal, token: str, manner: Manner, key: int | None) -> Submission:
    """Store the answer of somebody who looked again; with nothing odd, in the lane of checks.

    Raises submit.Replayed, or storage.NoSpace, and then nothing is kept.
    """
    storage.check_room(floor=settings.TEXT_FREE_SPACE_FLOOR)
    if Submission.objects.filter(token_hash=form_tokens.hash_of(token)).exists():
        return submit([proposal], token)
    [row] = [row for row in proposal.state["checks"] if row not in proposal.base["checks"]]
    flags = [
        flag for flag in flags_of([proposal], row["basis"], manner)
        if flag["flag"] not in NOT_OF_CHECKS
    ]  # fmt: skip
    lane = lane_of(flags, busy=manner.busy) if flags or manner.busy else Submission.Lane.CHECKS
    submission = submit([proposal], token, basis=row["basis"], flags=flags, lane=lane)
    CONTRIBUTIONS.count(key)
    return submission


def receive_complaint(
    entry: Entry, sent: Sent, token: str, manner: Manner, key: int | None
) -> Submission:
    """Store what came through one of the four doors, always, and always in the lane of the doors.

    A clock of the law runs, so no flood and no odd manner puts it elsewhere: they are only
    flagged. Raises submit.Replayed, or storage.NoSpace, and then nothing is kept.
    """
    storage.check_room(floor=settings.TEXT_FREE_SPACE_FLOOR)
    submission = complain(entry, sent, token, flags_of_manner(manner))
    CONTRIBUTIONS.count(key)
    return submission


def correct(
    submission: Submission, proposals: list[Proposal], about: dict, manner: Manner, key: int | None
) -> None:
    """Replace what an open contribution proposes; its receipt stays the same.

    Raises dialogue.AlreadyDecided, dialogue.TooMany, or storage.NoSpace.
    """
    storage.check_room(floor=settings.TEXT_FREE_SPACE_FLOOR)
    flags = flags_of(proposals, about["basis"], manner, known=submission.pk)
    found = {flag["flag"] for flag in flags}
    kept = OF_THE_SENDING - found
    flags += [flag for flag in submission.flags if flag["flag"] in kept]
    busy = manner.busy or submission.lane == Submission.Lane.BUSY
    weeks = int(about["delay_weeks"] or 0)
    day = submission.not_before
    if weeks != submission.delay_weeks:  # drawn once only: drawing again would tell the limits
        day = not_before(submission.received_on, weeks)
    dialogue.correct(
        submission, proposals, basis=about["basis"], basis_note=about["basis_note"], flags=flags,
        flag_count=len(flags), lane=lane_of(flags, busy=busy), delay_weeks=weeks, not_before=day,
    )  # fmt: skip
    CONTRIBUTIONS.count(key)
