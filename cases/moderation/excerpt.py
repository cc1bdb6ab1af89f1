"""The first words of a contribution, for pages that show many."""

from cases.intake.models import Submission

LENGTH = 280


def excerpt(submission: Submission) -> str:
    """Sentences that were typed, one after the other, cut at LENGTH characters."""
    typed = [text for change in submission.changes.all() for text in _texts(change.data)]
    sentences = [text for text in dict.fromkeys(typed) if " " in text and text != submission.title]
    words = " · ".join(sorted(sentences, key=len, reverse=True))
    if not words and hasattr(submission, "complaint"):
        words = submission.complaint.text
    return words if len(words) <= LENGTH else f"{words[:LENGTH].rstrip()}…"


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
