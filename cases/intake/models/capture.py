"""Who opened or closed the readable copy of a source: for moderators alone."""

from django.db import models


class CaptureOpening(models.Model):
    """One act on one capture. No key to the public table: it may be erased before this."""

    capture = models.PositiveBigIntegerField(db_index=True)
    day = models.DateField()
    who = models.CharField(max_length=150, help_text="Name of the account.")
    opened = models.BooleanField(help_text="False: closed again.")
    masked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"capture {self.capture} {'opened' if self.opened else 'closed'} {self.day}"
