"""Half-written reviews, kept for the moderator who wrote them."""

from django.http import QueryDict
from django.utils import timezone

from cases.intake.models import Draft, Submission

# What belongs to one sending of the form and not to what was written in it.
NOT_KEPT = ("csrfmiddlewaretoken", "action", "quiet")
MOST_FIELDS = 4_000


def keep(submission: Submission, moderator, posted: QueryDict) -> Draft:
    """Keep what the form of the review holds; the same moderator's earlier draft goes."""
    data = [[name, value] for name, values in posted.lists() if name not in NOT_KEPT
            for value in values]  # fmt: skip
    draft, _created = Draft.objects.update_or_create(
        submission=submission, moderator=moderator,
        defaults={"version": submission.version, "data": data[:MOST_FIELDS],
                  "day": timezone.localdate()},
    )  # fmt: skip
    return draft


def of(submission: Submission, moderator) -> Draft | None:
    """The moderator's own draft of this review, or None."""
    return Draft.objects.filter(submission=submission, moderator=moderator).first()


def as_posted(draft: Draft) -> QueryDict:
    """What a draft holds, as the form had sent it."""
    posted = QueryDict(mutable=True)
    for name, value in draft.data:
        posted.appendlist(name, value)
    return posted


def forget(submission: Submission) -> None:
    """Drop every draft of a contribution: it was decided."""
    Draft.objects.filter(submission=submission).delete()
