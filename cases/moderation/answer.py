"""Answering a complaint: each answer is one guarded decision, with its statement of reasons.

What is decided, on which facts and which rule, and how to contest it (Regulation 2022/2065,
article 17) stands under the receipt; the public log has a line without identity.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases import history
from cases.forms.rows import REPLIES
from cases.intake.models import Complaint, Submission
from cases.models import DataVersion, Door, Entry, Revision

from . import audit, clocks, decide
from .complain import entry_of
from .submit import Proposal, submit
from .withdraw import withdraw

# Once these are granted nobody needs to know any more who asked.
ERASED_AT_ONCE = (Door.CORRECTION, Door.RIGHTS)


class RecordGone(Exception):
    """The record was withdrawn: there is nothing to reply to or to hide."""


@dataclass(frozen=True)
class Statement:
    """Why it was decided so. `facts` go to the sender alone, `public` to the log."""

    facts: str
    ground: str = ""
    law: str = ""
    public: str = ""


def publish_reply(
    complaint: Complaint, version: int, moderator, statement: Statement, author: str, field: str
) -> Revision:
    """Put the reply, as it was written, beside the fact. Raises what `decide.accept` raises."""
    with transaction.atomic():
        _settle(complaint, version, moderator, Submission.State.ACCEPTED, "reply", statement)
        entry = _live_entry(complaint)
        before = history.current_state(entry)
        reply = complaint.appeals or complaint  # an appeal argues; the reply is what it is about
        row = REPLIES.blank() | {
            "author": author, "text": reply.text, "field": field,
            "received_on": reply.submission.received_on.isoformat(),
        }  # fmt: skip
        after = before | {"replies": [*before["replies"], row]}
        number = history.last_number(entry)
        proposal = Proposal(entry.kind, after, before, entry, base_number=number)
        token = f"reply:{complaint.pk}:{version}"  # without a signature: no form can send it
        change = submit([proposal], token, channel=Submission.Channel.MODERATOR)
        [revision] = decide.accept(change, change.version, moderator)
        _note_revision(complaint, revision.number)
        return revision


def grant(
    complaint: Complaint, version: int, moderator, statement: Statement, revision: int = 0
) -> None:
    """What was asked is done: corrected, edited, or the right was answered."""
    with transaction.atomic():
        _settle(complaint, version, moderator, Submission.State.ACCEPTED, "done", statement)
        if revision:
            _note_revision(complaint, revision)
        if complaint.door in ERASED_AT_ONCE:
            Complaint.objects.filter(pk=complaint.pk).update(identity={})


def hide(complaint: Complaint, version: int, moderator, statement: Statement) -> None:
    """Withdraw the record at once; a second person confirms it later.

    Raises what `withdraw.withdraw` raises, and then nothing is decided.
    """
    with transaction.atomic():
        _settle(complaint, version, moderator, Submission.State.ACCEPTED, "hide", statement)
        withdraw(_live_entry(complaint), moderator, statement.public, statement.ground)


def refuse(complaint: Complaint, version: int, moderator, statement: Statement) -> None:
    """What is published stays, for a reason that can be contested."""
    with transaction.atomic():
        _settle(complaint, version, moderator, Submission.State.REFUSED, "refuse", statement)


def erase_identities(day: datetime.date) -> int:
    """Forget who complained once nothing can be contested any more; how many were forgotten.

    Decided six months ago and no appeal waits, or taken back by the sender. To be run daily.
    """
    known = Complaint.objects.exclude(identity={}).select_related("submission")
    open_appeal = Q(appeals_against__submission__state__in=Submission.OPEN)
    closed = known.exclude(submission__state__in=Submission.OPEN).exclude(open_appeal)
    done = [complaint.pk for complaint in closed if _is_over(complaint.submission, day)]
    return Complaint.objects.filter(pk__in=done).update(identity={})


def stated_since(entry: Entry, field: str) -> Revision | None:
    """The revision since which the record states what it does, in one field or as a whole."""
    since, now = None, None
    for revision in entry.revisions.order_by("-number").iterator():
        stated = revision.snapshot.get(field) if field else revision.snapshot
        if since is not None and stated != now:
            break
        since, now = revision, stated
    return since


def _is_over(submission: Submission, day: datetime.date) -> bool:
    if submission.state == Submission.State.WITHDRAWN or submission.decided_on is None:
        return True
    return clocks.appeal_until(submission.decided_on) < day


def _settle(complaint, version, moderator, state, action: str, statement: Statement) -> None:
    decide.settle(
        complaint.submission, version, moderator, state, statement.facts, door=complaint.door,
        is_appeal=complaint.appeals_id is not None, ground=statement.ground,
        reason=statement.public, kinds=complaint.record.split("/", 1)[0],
    )  # fmt: skip
    complaint.decision = {
        "action": action, "ground": statement.ground, "law": statement.law,
        "day": timezone.localdate().isoformat(),
    }  # fmt: skip
    complaint.save(update_fields=["decision"])
    audit.write(moderator, f"complaint {action}", f"contribution/{complaint.pk}", complaint.door)


def _note_revision(complaint: Complaint, number: int) -> None:
    complaint.decision |= {"revision": number}
    complaint.save(update_fields=["decision"])


def _live_entry(complaint: Complaint) -> Entry:
    DataVersion.advance()
    entry = entry_of(complaint)
    if entry is None or not entry.is_live:
        raise RecordGone
    return entry
