"""What was stated, when: revisions, decisions, and the number that every page depends on."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .entry import Entry


class DataVersion(models.Model):
    """One row: the integer that grows with every public change, and the lock that orders them."""

    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def current(cls) -> int:
        """The number a reader's page is a function of."""
        return cls.objects.values_list("value", flat=True).filter(pk=1).first() or 0

    @classmethod
    def advance(cls) -> int:
        """Take the lock that orders public changes, inside a transaction, and add one."""
        row, _created = cls.objects.select_for_update().get_or_create(pk=1)
        row.value += 1
        row.save(update_fields=["value"])
        return row.value


class Revision(models.Model):
    """What a record stated after one accepted change. No link to people, a day and no hour.

    A field that was erased is missing from `snapshot` and `salts`; its commitment stays, so
    that the chain of digests holds.
    """

    class Action(models.TextChoices):
        CREATE = "create"
        EDIT = "edit"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    sequence = models.PositiveBigIntegerField(unique=True)
    action = models.CharField(max_length=10, choices=Action)
    snapshot = models.JSONField()
    salts = models.JSONField()
    commitments = models.JSONField(help_text="sha256 of each field's salt and value.")
    digest = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} r{self.number}"


class Decision(models.Model):
    """A public line of the moderation log. No link to people."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("publication")
        REFUSED = "refused", _("refusal")
        DUPLICATE = "duplicate", _("already in the register")
        SPAM = "spam", _("junk set aside")
        REOPENED = "reopened", _("opened again")
        MERGED = "merged", _("merge")
        WITHDRAWN = "withdrawn", _("withdrawal")
        RESTORED = "restored", _("restoration")

    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    days_waited = models.PositiveIntegerField()
    records = models.PositiveIntegerField(default=0)
    kinds = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"

    @property
    def reason_in_words(self) -> str:
        """The reason in the reader's language."""
        return (self.reason_en if get_language() == "en" else self.reason) or self.reason
