"""What one person asked to erase for good, until a second one confirms it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Ground


class ErasureRequest(models.Model):
    """A value to erase: where it stands, why, and what stands instead. Never the value."""

    class State(models.TextChoices):
        ASKED = "asked", _("to be confirmed by somebody else")
        DONE = "done", _("erased")
        DROPPED = "dropped", _("not erased")

    record = models.CharField(max_length=181, db_index=True, help_text="kind/slug")
    path = models.CharField(max_length=300)
    neutral = models.CharField(max_length=300, blank=True, help_text="What stands there instead.")
    first = models.PositiveIntegerField(default=1, help_text="First revision to empty.")
    last = models.PositiveIntegerField(null=True, help_text="Last one; empty: all that follow.")
    reason = models.TextField()
    ground = models.CharField(max_length=10, choices=Ground)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    alone = models.BooleanField(default=False, help_text="Done by one administrator; to be seen.")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    seen_on = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.record} {self.path}"
