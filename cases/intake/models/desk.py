"""What a moderator keeps on the desk: half-written reviews and named filters."""

from django.conf import settings
from django.db import models

from .submission import Submission


class Draft(models.Model):
    """A review that is not finished: what the form held, by whom, at which version."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="drafts")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    version = models.PositiveIntegerField(help_text="Of the submission when it was written.")
    data = models.JSONField(help_text="[[name, value]] of the form, in order.")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "moderator"], name="one_draft_each")
        ]

    def __str__(self) -> str:
        return f"{self.moderator_id} on {self.submission_id}"


class SavedFilter(models.Model):
    """A query of the queue that a moderator comes back to."""

    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["moderator", "name"], name="one_filter_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name
