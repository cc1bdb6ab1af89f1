"""What was erased for good by a decision: where it stood, never what it was."""

import uuid

from django.db import models

from .entry import Entry
from .log import Decision, Ground


class Erasure(models.Model):
    """One value destroyed by law in the revisions of a record. No link to people.

    `field` is the name that the revisions committed to: for a nested row, the list it was in,
    because a list has one commitment and goes as a whole from the revisions named here.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, help_text="Its name in the journal.")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="erasures")
    field = models.CharField(max_length=120)
    path = models.CharField(max_length=300, help_text="field, rows/<key> or rows/<key>/<field>")
    revisions = models.JSONField(help_text="Sequences of the revisions that it is missing from.")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="erasures")
    day = models.DateField()
    ground = models.CharField(max_length=10, choices=Ground)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.path}"
