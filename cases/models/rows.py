"""Rows nested in a record: dates, citations, replies. Each carries a permanent key."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .entry import Entry
from .fields import EntryLink, PartialDateField, TermLink


class Confidence(models.TextChoices):
    """How a fact follows from its source."""

    STATED = "stated", _("stated")
    DERIVED = "derived", _("derived")
    INFERRED = "inferred", _("inferred")


class Acquisition(models.TextChoices):
    """The class of source: the only thing the public sees of how a sender knows."""

    ON_SITE = "on_site", _("seen on site")
    DOCUMENT = "document", _("official document")
    PRESS = "press", _("press or publication")
    ANSWER = "answer", _("answer to a request for documents")
    OTHER = "other", _("other")


class Row(models.Model):
    """A nested row, named for ever by its key in snapshots and forms."""

    key = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class DatedValue(Row):
    """One date of a record, with its role, its precision and its confidence."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="dates")
    role = TermLink("date_role", verbose_name=_("What happened"), null=False, blank=False)
    value = PartialDateField(
        verbose_name=_("Date"),
        help_text=_("As precise as known: été 2022, avant avril 2023, 2018."),
    )
    earliest = models.DateField(null=True, editable=False, db_index=True)
    latest = models.DateField(null=True, editable=False, db_index=True)
    duration_days = models.PositiveIntegerField(
        _("Duration in days"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    confidence = models.CharField(
        _("Confidence"), max_length=10, choices=Confidence, default=Confidence.STATED
    )
    row_key = models.UUIDField(
        _("Proceeding"), null=True, blank=True, help_text=_("Key of the proceeding it belongs to.")
    )
    note = models.CharField(_("Note"), max_length=500, blank=True)

    class Meta(Row.Meta):
        indexes = [
            # The order of the timeline.
            models.Index(Coalesce("earliest", "latest"), "latest", "id", name="dates_in_order")
        ]

    def __str__(self) -> str:
        return self.value

    def before_save(self) -> None:
        """Store the earliest and latest day that the text allows, for sorting and filters."""
        from cases.dates import bounds

        self.earliest, self.latest = bounds(self.value)


class Citation(Row):
    """The tie between a record, or one of its fields, and the source that supports it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="citations")
    field = models.CharField(
        _("Field"), max_length=120, blank=True, help_text=_("Empty: the whole record.")
    )
    source = EntryLink(
        "source",
        verbose_name=_("Source"),
        null=True,
        blank=True,
        related_name="cited_by",
        help_text=_("May be empty when seen on site or inferred."),
    )
    locator = models.CharField(
        _("Where in the source"),
        max_length=300,
        blank=True,
        help_text=_("Page, paragraph, minute."),
    )
    quotation = models.CharField(_("Short quotation"), max_length=500, blank=True)
    acquisition = models.CharField(
        _("Class of source"), max_length=10, choices=Acquisition, blank=True
    )
    confidence = models.CharField(
        _("Confidence"), max_length=10, choices=Confidence, default=Confidence.STATED
    )
    as_of = PartialDateField(verbose_name=_("True on"), blank=True)

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.field or '*'} ← {self.source_id}"

    def before_save(self) -> None:
        """Nothing is derived."""


class Reply(Row):
    """A reply by whom the record names, as they wrote it: it stands beside the fact, never over it.

    Law of 21 June 2004, article 1-1, III. Plain text: nothing in it is rendered or linked.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="replies")
    author = models.CharField(
        _("Published under the name"), max_length=200, help_text=_("Of the person or body.")
    )
    text = models.TextField(_("Reply"), max_length=20_000)
    field = models.CharField(
        _("Field answered"), max_length=120, blank=True, help_text=_("Empty: the whole record.")
    )
    received_on = models.DateField(_("Received on"))

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.author} {self.received_on}"

    def before_save(self) -> None:
        """Nothing is derived."""
