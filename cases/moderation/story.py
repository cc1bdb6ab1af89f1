"""What became of a contribution, told to its sender: the steps, and what was published instead."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.intake.models import Change, Message, Submission
from cases.kinds import KINDS
from cases.models import Entry, Revision
from cases.readable import Line, Reader

State = Submission.State
# The state in words that need no knowledge of the house.
IN_WORDS = {
    State.RECEIVED: gettext_lazy("It waits to be read by a moderator."),
    State.REVIEW: gettext_lazy("A moderator is reading it."),
    State.ASKED: gettext_lazy("A moderator has a question for you: it stands below."),
    State.ACCEPTED: gettext_lazy("It is published."),
    State.PARTLY: gettext_lazy("A part of it is published; the rest is not."),
    State.SCHEDULED: gettext_lazy("It is accepted, and will be published later, as you asked."),
    State.REFUSED: gettext_lazy("It is not published. The reason stands below."),
    State.DUPLICATE: gettext_lazy("It is not published again: the register says it already."),
    State.SPAM: gettext_lazy("It was set aside as junk. If that is a mistake, send it again with "
                             "a source."),
    State.WITHDRAWN: gettext_lazy("You took it back. It will not be published."),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """Something that happened, on a day."""

    day: datetime.date
    what: str


@dataclass(frozen=True)
class Published:
    """One field that was published otherwise than it was sent."""

    label: str
    sent: str
    published: str  # empty: left out


def steps_of(submission: Submission) -> list[Step]:
    """Received, asked, answered, decided: what is kept of it, in order, with days alone."""
    steps = [Step(submission.received_on, _("Received by the register"))]
    told = {Message.Author.MODERATOR: _("A moderator wrote to you"),
            Message.Author.CONTRIBUTOR: _("You wrote")}  # fmt: skip
    steps += [Step(message.day, told[message.author]) for message in submission.messages.all()]
    changes = list(submission.transitions.all())
    # Questions and answers are told by the messages.
    decided = [c for c in changes if c.after not in Submission.OPEN or c.before not in _ASKING]
    steps += [Step(change.day, _step(change)) for change in decided]
    if submission.decided_on and not any(c.after == submission.state for c in changes):
        steps.append(Step(submission.decided_on, _outcome(submission.state)))
    return sorted(steps, key=lambda step: step.day)


_ASKING = (State.RECEIVED, State.REVIEW, State.ASKED)


def _step(change) -> str:
    if change.after in Submission.OPEN:
        return _("Opened again")
    return _outcome(change.after)


def _outcome(state: str) -> str:
    return str(State(state).label).capitalize()


def published_otherwise(submission: Submission) -> list[tuple[str, list[Published]]]:
    """(title, fields) of each accepted record where it differs from what was sent."""
    changes = list(submission.changes.all())
    made = {c.position: f"{c.kind}/{c.result}" for c in changes if c.result}
    if not made or submission.decided_on is None:
        return []
    found = []
    for change in changes:
        if change.result:
            fields = _differences(change, submission, made)
        else:
            fields = [Published(_("the whole record"), change.title, "")]
        if fields:
            found.append((change.title, fields))
    return found


def _differences(change: Change, submission: Submission, made: dict) -> list[Published]:
    published = _published_state(change, submission)
    if not published:
        return []
    sent = _with_addresses(change.data, made)
    reader = Reader(KINDS[change.kind], sent, published)
    lines = [(reader.line(name, sent[name]), reader.line(name, published.get(name)))
             for name in sent]  # fmt: skip
    return [
        Published(before.label, before.text, after.text)
        for before, after in lines
        if _words(before) != _words(after)
    ]


def _words(line: Line) -> list[str]:
    return sorted(value.text.casefold() for value in line.values)


def _published_state(change: Change, submission: Submission) -> dict:
    """What the record stated once this was accepted; empty where it cannot be read any more."""
    entry = Entry.objects.live().filter(kind=change.kind, slug=change.result).first()
    revisions = Revision.objects.filter(entry=entry).order_by("number")
    if change.is_new:
        first = revisions.filter(day__gte=submission.decided_on).first()
    else:
        first = revisions.filter(
            day__gte=submission.decided_on, number__gt=change.base_number
        ).first()
    return first.snapshot if first else {}


def _with_addresses(value, made: dict):
    """The value with each `@n` as the address of the record that change n made."""
    if isinstance(value, dict):
        return {name: _with_addresses(part, made) for name, part in value.items()}
    if isinstance(value, list):
        parts = [_with_addresses(part, made) for part in value]
        return [part for part in parts if part != ""]
    if isinstance(value, str) and value[:1] == "@" and value[1:].isdecimal():
        return made.get(int(value[1:]), "")
    return value
