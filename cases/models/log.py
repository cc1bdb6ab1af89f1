"""The public log of moderation: what was decided and why, without a link to people."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """The class of a reason: what the log counts, and what a tombstone says."""

    PERSONAL = "personal", _("personal data")
    ILLEGAL = "illegal", _("illegal content")
    ERROR = "error", _("factual error")
    SOURCE = "source", _("no source")
    SCOPE = "scope", _("outside what belongs here")
    CONDITIONS = "conditions", _("conditions of the law not met")
    SUPPORTED = "supported", _("what is published is supported by its source")
    OTHER = "other", _("another reason")


class Door(models.TextChoices):
    """The four ways to object to what a record says."""

    CORRECTION = "correction", _("Factual correction")
    REPLY = "reply", _("Right of reply")
    RIGHTS = "rights", _("Data-protection rights")
    NOTICE = "notice", _("Notice of illegal content")


class DecisionQuerySet(models.QuerySet):
    """Lines of the log by what they count as."""

    def answers(self):
        """Those that answer something sent: their waiting times say how the queue goes."""
        return self.filter(kind__in=Decision.ANSWERS)


class Decision(models.Model):
    """A line of the moderation log. No link to people."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("publication")
        REFUSED = "refused", _("refusal")
        DUPLICATE = "duplicate", _("already in the register")
        SPAM = "spam", _("junk set aside")
        GRANTED = "granted", _("request granted")
        REOPENED = "reopened", _("opened again")
        MERGED = "merged", _("merge")
        WITHDRAWN = "withdrawn", _("withdrawal")
        CONFIRMED = "confirmed", _("withdrawal confirmed by a second person")
        RESTORED = "restored", _("restoration")
        IMPORTED = "imported", _("import")
        ERASED = "erased", _("erasure")

    ANSWERS = (Kind.ACCEPTED, Kind.REFUSED, Kind.DUPLICATE, Kind.SPAM, Kind.GRANTED)

    kind = models.CharField(max_length=10, choices=Kind, db_index=True)
    day = models.DateField(db_index=True)
    door = models.CharField(max_length=10, choices=Door, blank=True)
    is_appeal = models.BooleanField(default=False)
    ground = models.CharField(max_length=10, choices=Ground, blank=True)
    days_waited = models.PositiveIntegerField(
        null=True, help_text="Empty where it would tell a day that the sender asked to hide."
    )
    contributions = models.PositiveIntegerField(
        default=1, help_text="How many the line stands for: an import of one day is one line."
    )
    records = models.PositiveIntegerField(default=0)
    kinds = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    waiting = models.PositiveIntegerField(
        null=True, help_text="How many contributions waited once this was decided."
    )
    oldest_on = models.DateField(null=True, help_text="The day the oldest of them was received.")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"

    @property
    def reason_in_words(self) -> str:
        """The reason in the reader's language."""
        return (self.reason_en if get_language() == "en" else self.reason) or self.reason
