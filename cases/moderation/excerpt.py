"""The first words of a contribution, for pages that show many."""

from django.utils.translation import get_language

from cases import dates
from cases.intake.models import Submission
from cases.models import Acquisition, Check

from .checks import added, is_check

LENGTH = 280


def excerpt(submission: Submission) -> str:
    """Sentences that were typed, one after the other, cut at LENGTH characters."""
    if is_check(submission):
        return "; ".join(_check_words(row) for row in added(submission))
    typed = [text for change in submission.changes.all() for text in _texts(change.data)]
    sentences = [text for text in dict.fromkeys(typed) if " " in text and text != submission.title]
    words = " · ".join(sorted(sentences, key=len, reverse=True))
    if not words and hasattr(submission, "complaint"):
        words = submission.complaint.text
    return words if len(words) <= LENGTH else f"{words[:LENGTH].rstrip()}…"


def _check_words(row: dict) -> str:
    """`gone, 12 November 2026, seen on site: remark`."""
    answer = dict(Check.Answer.choices).get(row["answer"], row["answer"])
    basis = dict(Acquisition.choices).get(row["basis"], row["basis"])
    day = dates.display(row["day"], get_language() or "fr")
    return ", ".join(str(part) for part in (answer, day, basis, row["note"]) if part)


def _texts(value):
    """Every text in a proposal, without the keys of its rows."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "key":
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str) and value.strip():
        yield value.strip()
