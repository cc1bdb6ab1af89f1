"""What is expected of a record and not known: derived, for the list of tasks."""

from django.db import models

from .entry import Entry


class Gap(models.Model):
    """One expected fact that somebody could still find."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="gaps")
    name = models.CharField(max_length=40, help_text="A field, or a kind of nested rows.")
    reason = models.CharField(max_length=14, help_text="A reason of Unknown.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="gap_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name} {self.reason}"
