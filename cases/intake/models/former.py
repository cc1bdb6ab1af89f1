"""What a contribution said before its sender corrected it."""

from django.db import models

from .submission import Submission


class FormerVersion(models.Model):
    """One earlier state of a contribution, kept for the moderators until it is expired."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="former")
    number = models.PositiveIntegerField(help_text="Version of the submission that it was.")
    day = models.DateField(help_text="Of the correction that replaced it.")
    basis = models.CharField(max_length=10, blank=True)
    basis_note = models.TextField(blank=True)
    changes = models.JSONField(help_text="[{kind, target, title, data, base}], in order.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="former_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} version {self.number}"
