"""How well a record is known: what contradicts it, what nobody could find, who looked again.

Rows like any other: they come through the door, with their history.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .entry import Entry
from .fields import EntryLink, PartialDateField
from .money import ANY_KIND
from .record import Record
from .rows import Acquisition, Row


class Verification(models.TextChoices):
    """How well the facts of a record are supported, from the least to the best, then contested."""

    NONE = "none", _("not verified")
    SINGLE = "single", _("a single source")
    CORROBORATED = "corroborated", _("corroborated by independent sources")
    OFFICIAL = "official", _("official document")
    ON_SITE = "on_site", _("seen on site")
    CONTESTED = "contested", _("contested")


class Dispute(Row):
    """What is said against a record or one of its values, beside it and never over it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="disputes")
    field = models.CharField(
        _("Field"), max_length=120, blank=True, help_text=_("Empty: the whole record.")
    )
    by = models.CharField(
        _("Where the doubt comes from"), max_length=20, choices=Record.ContestedBy,
        default=Record.ContestedBy.BETWEEN_SOURCES,
    )  # fmt: skip
    value = models.CharField(
        _("What is said instead"), max_length=500, blank=True,
        help_text=_("The other value, as its source gives it."),
    )  # fmt: skip
    other = EntryLink(
        *ANY_KIND, verbose_name=_("Record that says otherwise"), null=True, blank=True
    )
    who = models.CharField(
        _("Who contests it"), max_length=200, blank=True, help_text=_("A body, never a person.")
    )
    why = models.TextField(_("Why"), max_length=2_000, blank=True)
    source = EntryLink("source", verbose_name=_("Source"), null=True, blank=True)
    locator = models.CharField(
        _("Where in the source"), max_length=300, blank=True,
        help_text=_("Page, paragraph, minute."),
    )  # fmt: skip

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.field or '*'} ≠ {self.value or self.other_id}"

    def before_save(self) -> None:
        """Nothing is derived."""


class Unknown(Row):
    """Why a value is not there: a result of looking for it, not a guess."""

    class Reason(models.TextChoices):
        NOT_SEARCHED = "not_searched", _("not searched yet")
        NOT_FOUND = "not_found", _("searched and not found")
        REFUSED = "refused", _("refused by the authority")
        REDACTED = "redacted", _("blacked out in the document")
        NOT_APPLICABLE = "not_applicable", _("does not apply here")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="unknowns")
    field = models.CharField(_("Field"), max_length=120)
    reason = models.CharField(
        _("What is known of it"), max_length=14, choices=Reason, default=Reason.NOT_FOUND
    )
    who = models.CharField(
        _("Who was asked"), max_length=200, blank=True,
        help_text=_("The body that refused, or where it was searched."),
    )  # fmt: skip
    as_of = PartialDateField(verbose_name=_("True on"), blank=True)
    source = EntryLink("source", verbose_name=_("Source"), null=True, blank=True)
    locator = models.CharField(
        _("Where in the source"), max_length=300, blank=True,
        help_text=_("Page, paragraph, minute."),
    )  # fmt: skip
    note = models.CharField(_("Note"), max_length=500, blank=True)

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"

    def before_save(self) -> None:
        """Nothing is derived."""


class Check(Row):
    """Somebody looked again: still there, gone, or could not tell. Verified-on comes from here."""

    class Answer(models.TextChoices):
        THERE = "there", _("still there")
        GONE = "gone", _("gone")
        UNSURE = "unsure", _("cannot tell")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="checks")
    day = models.DateField(_("Day"))
    answer = models.CharField(_("Answer"), max_length=10, choices=Answer)
    basis = models.CharField(_("How it is known"), max_length=10, choices=Acquisition, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.day} {self.answer}"

    def before_save(self) -> None:
        """Nothing is derived."""


class Ruling(Row):
    """A level of verification that a moderator sets over the computed one, with the reason."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="rulings")
    level = models.CharField(_("Verification"), max_length=12, choices=Verification)
    reason = models.CharField(_("Reason"), max_length=500)
    day = models.DateField(_("Day"))

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.level} {self.day}"

    def before_save(self) -> None:
        """Nothing is derived."""
