"""Rows that say how well a record is known: disputes, unknowns, checks, rulings."""

from django.utils.translation import gettext_lazy as _

from cases.models import Check, Dispute, Ruling, Unknown

from .rows import CITATIONS, DATES, REPLIES, RowForm, Rows, form_field


class DisputeForm(RowForm):
    """What is said against the record or one of its values."""

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

    class Meta:
        model = Unknown
        fields = ("key", "field", "reason", "who", "as_of", "source", "locator", "note")
        formfield_callback = form_field


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
