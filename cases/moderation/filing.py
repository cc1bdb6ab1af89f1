"""The dated proof of filing: a plain text that its owner can keep, and anybody can check.

It quotes what was sent and its SHA-256 fingerprint, which the register keeps with the day: the
page under the code shows the same fingerprint for as long as the contribution is kept.
"""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.intake.models import Submission

from .receipts import in_groups
from .submit import payload


def content_of(submission: Submission) -> str:
    """What was sent, as one line of JSON: the text that the fingerprint is made of."""
    return payload([(c.kind, c.target, c.data) for c in submission.changes.all()])


def proof_of(submission: Submission, code: str) -> str:
    """The text of the proof, in the language of the page."""
    day = submission.received_on.isoformat()
    lines = [
        _("Proof of filing"),
        settings.PUBLISHER["name"],
        "",
        _("Title: %(title)s") % {"title": submission.title},
        _("Received on: %(day)s") % {"day": day},
        _("Number: %(number)s") % {"number": submission.pk},
        _("Receipt code: %(code)s") % {"code": in_groups(code)},
        _("SHA-256 fingerprint: %(hash)s") % {"hash": submission.payload_hash},
        "",
        _("Whoever has the code can read the answer, correct and withdraw. A lost code cannot be "
          "found again. Keep this file where nobody else looks; erase it from a shared machine."),
        "",
        _("To check: the fingerprint is that of the last line of this file, without its line end. "
          "The page of the code shows the same."),
        f"    tail -n 1 {file_name(submission)} | tr -d '\\n' | sha256sum",
        "",
        content_of(submission),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def file_name(submission: Submission) -> str:
    """A name that says what it is, and nothing of what it is about."""
    word = "receipt" if get_language() == "en" else "recepisse"
    return f"{word}-{submission.received_on.isoformat()}-{submission.pk}.txt"
