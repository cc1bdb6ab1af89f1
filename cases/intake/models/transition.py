"""What became of a contribution, step by step."""

from django.conf import settings
from django.db import models

from .reason import Reason
from .submission import Submission


class Transition(models.Model):
    """One change of state: from what to what, by whom, on which day, for which reason."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="transitions")
    before = models.CharField(max_length=10, choices=Submission.State)
    after = models.CharField(max_length=10, choices=Submission.State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", help_text="Empty: the contributor, or a command.",
    )  # fmt: skip
    day = models.DateField()
    reason = models.ForeignKey(Reason, on_delete=models.SET_NULL, null=True, blank=True)
    text = models.TextField(blank=True, help_text="What the contributor reads.")
    text_en = models.TextField(blank=True)
    note = models.TextField(blank=True, help_text="For moderators; erased by `expire`.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.before} → {self.after}"
