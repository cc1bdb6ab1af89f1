"""What comes through the four doors of a record: it waits in a lane of its own, under a receipt."""

import hashlib
import math
from dataclasses import asdict, dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import history
from cases.history import canonical
from cases.intake.models import Complaint, Submission
from cases.kinds import KINDS
from cases.models import Entry
from cases.readable import Reader

from . import clocks
from .flags import flags_of_text
from .lanes import lane_of
from .submit import Proposal, Replayed, new_submission, store_once
from .territory import territory_of

# Law of 29 July 1881, article 13, to which the law of 2004 refers: a reply may be as long as what
# it answers, fifty lines in any case, two hundred at most. What a line is, is our choice.
LEAST_LINES, MOST_LINES, LINE = 50, 200, 80
MOST_HOPS = 20


class CannotAppeal(Exception):
    """Why a decision cannot be contested, in words for the sender."""


@dataclass(frozen=True)
class Sent:
    """What one form of the doors holds once it is valid."""

    door: str
    text: str
    passage: str = ""
    details: dict = field(default_factory=dict)
    identity: dict = field(default_factory=dict)
    urgent: bool = False


def complain(entry: Entry, sent: Sent, token: str, flags: list[dict] = ()) -> Submission:
    """Store what was sent about a record, even one that was withdrawn; the same form twice is one.

    Raises submit.Replayed when the token was used for something else.
    """
    payload = hashlib.sha256(canonical([entry.reference, asdict(sent)]).encode()).hexdigest()
    flags = [*flags_of_text(f"{sent.passage}\n{sent.text}"), *flags]
    due_on = clocks.due_on(sent.door, timezone.localdate(), urgent=sent.urgent)

    def store() -> Submission:
        submission = new_submission(
            token, payload_hash=payload, title=(entry.title or entry.reference)[:300],
            due_on=due_on, territory=_territory(entry), lane=lane_of(flags, door=True), flags=flags,
        )  # fmt: skip
        Complaint.objects.create(
            submission=submission, door=sent.door, record=entry.reference, text=sent.text,
            passage=sent.passage, details=sent.details, identity=sent.identity,
        )  # fmt: skip
        return submission

    return store_once(token, payload, store)


def appeal(complaint: Complaint, text: str) -> Submission:
    """Contest a decision once, free of charge, within six months, under the same receipt.

    Regulation 2022/2065, article 20, which we follow for the four doors. Raises CannotAppeal.
    """
    first = complaint.submission
    repeated = complaint.appeals_against.exists()
    if not (repeated or may_appeal(complaint)):
        raise CannotAppeal(_("This decision can no longer be contested here."))
    payload = hashlib.sha256(text.encode()).hexdigest()
    token = token_of_appeal(complaint)

    def store() -> Submission:
        submission = new_submission(
            token, payload_hash=payload, title=first.title, territory=first.territory,
            due_on=clocks.due_on(complaint.door, timezone.localdate(), appeal=True),
            lane=Submission.Lane.DOORS, flags=flags_of_text(text),
        )  # fmt: skip
        Complaint.objects.create(
            submission=submission, door=complaint.door, record=complaint.record, text=text,
            passage=complaint.passage, details=complaint.details, appeals=complaint,
        )  # fmt: skip
        return submission

    try:
        return store_once(token, payload, store)
    except Replayed:
        raise CannotAppeal(
            _("This decision was contested already: the answer will stand under the same code.")
        ) from None


def may_appeal(complaint: Complaint) -> bool:
    """True once decided, for six months, unless it is an appeal itself or was contested already."""
    decided = complaint.submission.decided_on
    is_decided = complaint.submission.state in (
        Submission.State.ACCEPTED, *Submission.TURNED_DOWN
    )  # fmt: skip
    if not (decided and is_decided) or complaint.appeals_id or complaint.appeals_against.exists():
        return False
    return timezone.localdate() <= clocks.appeal_until(decided)


def token_of_appeal(complaint: Complaint) -> str:
    """What its own receipt code derives from; without a signature, so no form can send it."""
    return f"appeal:{complaint.pk}"


def lines_of(text: str) -> int:
    """How many lines of eighty characters a text takes."""
    return sum(max(1, math.ceil(len(line) / LINE)) for line in text.split("\n"))


def lines_allowed(entry: Entry) -> int:
    """How long a reply may be: as long as the record, at least fifty lines, at most two hundred."""
    if not entry.is_live:
        return MOST_LINES
    state = history.current_state(entry)
    written = sum(lines_of(line.text) for line in Reader(KINDS[entry.kind], state).lines(state))
    return min(MOST_LINES, max(LEAST_LINES, written))


def entry_of(complaint: Complaint) -> Entry | None:
    """The record it is about, or the one that record was merged into."""
    kind, slug = complaint.record.split("/", 1)
    entry = Entry.objects.filter(kind=kind, slug=slug).select_related("merged_into").first()
    for _hop in range(MOST_HOPS):
        if entry is None or entry.merged_into is None:
            break
        entry = entry.merged_into
    return entry


def _territory(entry: Entry) -> str:
    if not entry.is_live:
        return ""
    return territory_of([Proposal(entry.kind, history.current_state(entry), target=entry)])
