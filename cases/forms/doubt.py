"""Rows that say how well a record is known: disputes, unknowns, checks, rulings."""

from django.utils.translation import gettext_lazy as _

from cases.models import Check, Dispute, Ruling, Unknown

from .fields import PathField
from .rows import CITATIONS, DATES, REPLIES, RowForm, Rows, form_field

TOLD = (Unknown.Reason.REFUSED, Unknown.Reason.REDACTED)


class DisputeForm(RowForm):
    """What is said against the record or one of its values."""

    field = PathField(required=False, label=_("Which value"))

    class Meta:
        model = Dispute
        fields = ("key", "field", "by", "value", "other", "who", "why", "source", "locator")
        formfield_callback = form_field

    def clean(self):
        """A dispute says what is said instead, or why the value is in doubt."""
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("value", "other", "why")):
            self.add_error("why", _("Say what is said instead, or why it is contested."))
        return cleaned


class UnknownForm(RowForm):
    """Why a value is not there."""

    field = PathField(label=_("Which value"))
    is_given = False  # set by the form of the record: the value is there after all

    def is_stored(self) -> bool:
        """True when the record has this very row already."""
        key = self.cleaned_data.get("key")
        return bool(key and self.paths and str(key) in self.paths.stored)

    def is_void(self) -> bool:
        """Also when the value was found since."""
        return super().is_void() or (self.is_given and self.is_stored())

    class Meta:
        model = Unknown
        fields = ("key", "field", "reason", "who", "as_of", "source", "locator", "note")
        formfield_callback = form_field

    def clean(self):
        """A refusal or a blacked-out passage is somebody's, or a source shows it."""
        cleaned = super().clean()
        told = cleaned.get("who") or cleaned.get("source")
        if cleaned.get("reason") in TOLD and not told and "source" not in self.errors:
            self.add_error("who", _("Say who refused or blacked it out, or give a source."))
        return cleaned


class CheckForm(RowForm):
    """Somebody looked again."""

    class Meta:
        model = Check
        fields = ("key", "day", "answer", "basis", "note")
        formfield_callback = form_field


class RulingForm(RowForm):
    """A level of verification set by a moderator."""

    class Meta:
        model = Ruling
        fields = ("key", "level", "reason", "day")
        formfield_callback = form_field


DISPUTES = Rows("disputes", "dispute", DisputeForm, "entry", _("Contradictions"))
UNKNOWNS = Rows("unknowns", "unknown", UnknownForm, "entry", _("What could not be found"))
CHECKS = Rows("checks", "check", CheckForm, "entry", _("Checks"), moderators_only=True)
RULINGS = Rows("rulings", "ruling", RulingForm, "entry", _("Verification level set by hand"),
               moderators_only=True)  # fmt: skip

# What every record that states facts has.
FACTUAL = (DATES, CITATIONS, DISPUTES, UNKNOWNS, CHECKS, RULINGS, REPLIES)
