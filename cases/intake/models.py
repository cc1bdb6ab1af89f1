"""What was sent. No row points to a public table; none says who sent it or at what hour."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _


class SubmissionQuerySet(models.QuerySet):
    """Submissions as the queue sees them."""

    def waiting(self):
        """Those that nobody has decided."""
        return self.filter(state__in=Submission.OPEN)

    def in_order(self, territory: str = ""):
        """Those about the territory (a department's code) first, then oldest first."""
        elsewhere = Case(When(territory=territory, then=0), default=1) if territory else Value(0)
        return self.order_by(elsewhere, "id")


class Submission(models.Model):
    """What one sender sent at once."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        ASKED = "asked", _("needs information")
        ACCEPTED = "accepted", _("accepted")
        PARTLY = "partly", _("partly accepted")
        REFUSED = "refused", _("refused")
        DUPLICATE = "duplicate", _("already in the register")
        SPAM = "spam", _("set aside as junk")
        WITHDRAWN = "withdrawn", _("withdrawn by you")

    class Lane(models.TextChoices):
        NORMAL = "normal", _("normal")
        HASTY = "hasty", _("sent within seconds")
        ANSWERED = "answered", _("answers received")

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
        PERSON = "person", _("May name a person at an address")
        LINKS = "links", _("Many links")
        SHOUTING = "shouting", _("Mostly capitals")
        NEW_VENDOR = "new_vendor", _("Brings a vendor that is not in the register")
        DATE = "date", _("A date is not plausible")
        AMOUNT = "amount", _("An amount is not plausible")
        NO_SOURCE = "no_source", _("No source")
        NO_BASIS = "no_basis", _("Does not say how it is known")

    OPEN = (State.RECEIVED, State.ASKED)
    TURNED_DOWN = (State.REFUSED, State.DUPLICATE, State.SPAM)

    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED, db_index=True)
    lane = models.CharField(max_length=10, choices=Lane, default=Lane.NORMAL)
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
    version = models.PositiveIntegerField(default=1)
    received_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = SubmissionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    @property
    def is_open(self) -> bool:
        """True while it waits for a decision."""
        return self.state in self.OPEN

    def flags_in_words(self) -> list[tuple[str, str]]:
        """(what, why) of each flag."""
        return [(self.Flag(found["flag"]).label, found["why"]) for found in self.flags]

    @property
    def was_turned_down(self) -> bool:
        """True when a moderator decided not to publish it: that can be undone."""
        return self.state in self.TURNED_DOWN


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


class Message(models.Model):
    """One line of the dialogue under the receipt."""

    class Author(models.TextChoices):
        MODERATOR = "moderator", _("moderator")
        CONTRIBUTOR = "contributor", _("you")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(max_length=12, choices=Author)
    text = models.TextField()
    day = models.DateField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.author}"


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

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
