"""What was sent. No row points to a public table; none says who sent it or at what hour."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _


class SubmissionQuerySet(models.QuerySet):
    """Submissions as the queue sees them."""

    def waiting(self):
        """Those that nobody has decided."""
        return self.filter(state__in=Submission.OPEN)

    def to_read(self):
        """Those that wait for a moderator, not for their sender's answer."""
        return self.waiting().exclude(state=Submission.State.ASKED)

    def with_deadline(self):
        """Those that the law wants answered by a day, the nearest first."""
        return self.waiting().exclude(due_on=None).order_by("due_on", "id")

    def overdue(self, day: datetime.date):
        """Those whose last day is past."""
        return self.with_deadline().filter(due_on__lt=day)

    def nearest_deadline(self) -> datetime.date | None:
        """The first of the last days, if any clock runs."""
        return self.with_deadline().values_list("due_on", flat=True).first()


class Submission(models.Model):
    """What one sender sent at once."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        REVIEW = "review", _("in review")
        ASKED = "asked", _("needs information")
        ACCEPTED = "accepted", _("accepted")
        PARTLY = "partly", _("partly accepted")
        SCHEDULED = "scheduled", _("accepted, published later")
        REFUSED = "refused", _("refused")
        DUPLICATE = "duplicate", _("already in the register")
        SPAM = "spam", _("set aside as junk")
        WITHDRAWN = "withdrawn", _("withdrawn by you")

    class Lane(models.TextChoices):
        """Where it waits, in the order in which lanes clear fastest after the deadlines."""

        DOORS = "doors", _("Corrections, replies, complaints")
        JUNK = "junk", _("Likely junk")
        DUPLICATE = "duplicate", _("Possible duplicates")
        ANSWERED = "answered", _("Answers received")
        CHECKS = "checks", _("Checks: still there, gone")
        READY = "ready", _("Ready")
        HARD = "hard", _("Hard")
        BUSY = "busy", _("Sent while busy")

    class Channel(models.TextChoices):
        FORM = "form", _("public form")
        MODERATOR = "moderator", _("moderator")
        IMPORT = "import", _("import")

    class Flag(models.TextChoices):
        """Why a moderator should look closer."""

        DUPLICATE = "duplicate", _("May repeat a record")
        EMAIL = "email", _("Holds an e-mail address")
        PHONE = "phone", _("Holds a telephone number")
        PLATE = "plate", _("Holds a number plate")
        NUMBER = "number", _("Holds a bank or social security number")
        PERSON = "person", _("May name a person at an address")
        LINKS = "links", _("Many links")
        SHOUTING = "shouting", _("Mostly capitals")
        NEW_VENDOR = "new_vendor", _("Brings a vendor that is not in the register")
        DATE = "date", _("A date is not plausible")
        AMOUNT = "amount", _("An amount or a number is not plausible")
        NO_SOURCE = "no_source", _("No source")
        NO_BASIS = "no_basis", _("Does not say how it is known")
        TECHNOLOGY = "technology", _("A vendor not known for this technology")
        HASTY = "hasty", _("Sent within seconds")
        TRAP = "trap", _("Filled in a field that people do not see")
        REPEATED = "repeated", _("The same text was sent before")
        QUESTION = "question", _("Did not answer the question")

    OPEN = (State.RECEIVED, State.REVIEW, State.ASKED)
    TURNED_DOWN = (State.REFUSED, State.DUPLICATE, State.SPAM)
    UNDONE_FROM = (*TURNED_DOWN, State.SCHEDULED)  # nothing of it is public

    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED, db_index=True)
    lane = models.CharField(max_length=10, choices=Lane, default=Lane.READY, db_index=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.FORM)
    title = models.CharField(max_length=300)
    basis = models.CharField(max_length=10, blank=True)
    basis_note = models.TextField(blank=True)
    note = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="fr")
    territory = models.CharField(max_length=9, blank=True, db_index=True)
    flags = models.JSONField(default=list, help_text="[{flag, why}], computed on arrival.")
    token_hash = models.CharField(max_length=64, unique=True)
    receipt_hash = models.CharField(max_length=64, unique=True)
    payload_hash = models.CharField(max_length=64)
    text_hash = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="Of its words: the same text again."
    )
    version = models.PositiveIntegerField(default=1)
    received_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    flag_count = models.PositiveSmallIntegerField(default=0, help_text="Of flags, for sorting.")
    erased_on = models.DateField(null=True, blank=True, help_text="By `expire`: what it held.")
    private_note = models.TextField(blank=True, help_text="For moderators; erased by `expire`.")
    due_on = models.DateField(
        null=True, blank=True, db_index=True, help_text="By when the law wants an answer."
    )
    delay_weeks = models.PositiveSmallIntegerField(
        default=0, help_text="Not to be published sooner than this, as the sender asked."
    )
    not_before = models.DateField(
        null=True, blank=True, db_index=True, help_text="The day that comes of it, with a spread."
    )
    prepared = models.JSONField(
        null=True, blank=True, help_text="The moderator's version, until the day of publication."
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="claims",
    )
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    def save(self, *args, **options):
        """Count the flags, by which the queue is sorted."""
        self.flag_count = len(self.flags)
        super().save(*args, **options)

    @property
    def reason_in_words(self) -> str:
        """The reason in the reader's language."""
        return (self.reason_en if get_language() == "en" else self.reason) or self.reason

    @property
    def is_open(self) -> bool:
        """True while it waits for a decision."""
        return self.state in self.OPEN

    def flags_in_words(self) -> list[tuple[str, str]]:
        """(what, why) of each flag, in the language of whoever reads it."""
        return [(self.Flag(found["flag"]).label, _in_words(found)) for found in self.flags]

    @property
    def can_be_taken_back(self) -> bool:
        """True while its sender may withdraw it: nothing of it is public yet."""
        return self.is_open or self.state == self.State.SCHEDULED

    @property
    def can_be_reopened(self) -> bool:
        """True when nothing of the decision is public and what was sent is still kept."""
        return self.state in self.UNDONE_FROM and not self.erased_on


def _in_words(found: dict) -> str:
    """Why it was flagged; what was found stands in the places that the sentence has for it."""
    if "about" not in found:
        return gettext(found["why"]) if found["why"] else ""
    try:
        return gettext(found["why"]) % found["about"]
    except (KeyError, TypeError, ValueError):
        return found["why"]
