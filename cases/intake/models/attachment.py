"""Evidence files sent under a receipt."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .submission import Submission


class Attachment(models.Model):
    """One cleaned file of a contribution. The original was never stored."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        REFUSED = "refused", _("refused")
        PUBLISHED = "published", _("published")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, help_text="Digest and extension, as stored.")
    type = models.CharField(max_length=5, help_text="jpeg, png, webp or pdf.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    width = models.PositiveIntegerField(default=0, help_text="Pixels; 0 for a PDF.")
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0, help_text="Of a PDF.")
    removed = models.JSONField(default=list, help_text="What cleaning took away, in English.")
    masked = models.BooleanField(default=False, help_text="True once squares were blacked out.")
    caption = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    reason = models.TextField(blank=True, help_text="Why it was refused; the sender reads it.")
    day = models.DateField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "position"], name="attachment_position_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} file {self.position}"
