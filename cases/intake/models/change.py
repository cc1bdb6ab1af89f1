"""What a submission proposes, record by record."""

from django.db import models

from .submission import Submission


class Change(models.Model):
    """One record that a submission proposes to create or to edit."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    target = models.CharField(max_length=160, blank=True, help_text="Slug; empty: a new record.")
    wanted_slug = models.CharField(max_length=160, blank=True)
    title = models.CharField(max_length=300)
    base_number = models.PositiveIntegerField(default=0)
    data = models.JSONField(help_text="Fields as proposed.")
    base = models.JSONField(help_text="The same fields as they were.")
    result = models.CharField(max_length=160, blank=True, help_text="Slug once accepted.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="change_position_once")
        ]

    def __str__(self) -> str:
        return f"@{self.position} {self.kind} {self.target or self.title}"

    @property
    def is_new(self) -> bool:
        """True when it proposes a record that does not exist."""
        return not self.target
