"""What a contribution said before its sender corrected it."""

from django.db import models

from cases.kinds import KINDS
from cases.readable import Reader

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

    def in_words(self) -> list[tuple[str, list]]:
        """(title, lines that say something) of each record as it was then proposed."""
        titles = {number: change["title"] for number, change in enumerate(self.changes)}
        told = []
        for change in self.changes:
            reader = Reader(KINDS[change["kind"]], change["data"], declared=titles)
            told.append((change["title"], reader.lines(change["data"])))
        return told
