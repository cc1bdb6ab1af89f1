"""What was done to a published record, with what it takes to undo it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OperationQuerySet(models.QuerySet):
    """Operations as moderators see them."""

    def to_confirm(self):
        """What one person hid and nobody has confirmed or undone yet, the oldest first."""
        waiting = self.filter(kind=Operation.Kind.WITHDRAWAL, undone_on=None, confirmed_on=None)
        return waiting.order_by("day", "pk")


class Operation(models.Model):
    """A merge or a withdrawal, with what it takes to undo it. Never public."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged")
        WITHDRAWAL = "withdrawal", _("withdrawn")

    kind = models.CharField(max_length=10, choices=Kind)
    record = models.CharField(max_length=181, db_index=True, help_text="kind/slug")
    title = models.CharField(max_length=300)
    into = models.CharField(max_length=181, blank=True, help_text="kind/slug, for a merge")
    reason = models.TextField()
    state = models.JSONField(help_text="What the record stated.")
    relinked = models.JSONField(help_text="[kind/slug, before, after] of each record it changed.")
    revisions = models.JSONField(default=list, help_text="Revisions kept away from the public.")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    day = models.DateField()
    undone_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The second pair of eyes.",
    )
    confirmed_on = models.DateField(null=True, blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"

    @property
    def can_be_undone(self) -> bool:
        """False for one that came with a dump, which does not hold what the record stated."""
        return self.undone_on is None and bool(self.state)

    @property
    def awaits_confirmation(self) -> bool:
        """True for what one person hid and nobody has looked at since."""
        hidden = self.kind == self.Kind.WITHDRAWAL
        return hidden and self.undone_on is None and self.confirmed_on is None
