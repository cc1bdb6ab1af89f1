"""Checks in the queue: a contribution that only says that somebody looked again."""

from cases import history
from cases.forms.doubt import CHECKS
from cases.intake.models import Submission
from cases.models import Entry

from .submit import Proposal


def proposal_of(entry: Entry, answer: dict) -> Proposal:
    """The change that adds the answer (answer, basis, day, note) to the checks of a record."""
    base = history.current_state(entry)
    row = CHECKS.blank() | {
        "answer": answer["answer"], "basis": answer["basis"], "day": answer["day"].isoformat(),
        "note": answer["note"],
    }  # fmt: skip
    number = history.last_number(entry)
    return Proposal(
        entry.kind, base | {"checks": [*base["checks"], row]}, base, entry, base_number=number
    )


def is_check(submission: Submission) -> bool:
    """True when it does nothing but add checks to one record: it can be accepted with others."""
    changes = list(submission.changes.all())
    if len(changes) != 1 or changes[0].is_new or set(changes[0].data) != {"checks"}:
        return False
    before = changes[0].base.get("checks") or []
    after = changes[0].data["checks"]
    return len(after) > len(before) and all(row in after for row in before)


def added(submission: Submission) -> list[dict]:
    """The rows that it adds, for pages that show many."""
    [change] = submission.changes.all()
    before = change.base.get("checks") or []
    return [row for row in change.data["checks"] if row not in before]
