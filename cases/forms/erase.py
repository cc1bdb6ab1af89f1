"""The form of what is to be erased for good: what, from which revisions, why, and by whom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.moderation.withdraw import GROUNDS

from .tools import ReasonForm


class EraseForm(ReasonForm):
    """Which value of a record goes, and why. `choices` are those of erase_places.choices."""

    path = forms.ChoiceField(
        label=_("What to erase"), widget=forms.RadioSelect,
        help_text=_("Each field and row that some revision holds, with its newest value."),
    )  # fmt: skip
    part = forms.CharField(
        required=False, max_length=60, label=_("Only this field of the row"),
        help_text=_("Its key, such as quotation. Empty: the whole row."),
    )  # fmt: skip
    neutral = forms.CharField(
        required=False, max_length=300, label=_("What stands there instead"),
        help_text=_("Public. Needed for what must not be empty, such as a title."),
    )  # fmt: skip
    first = forms.IntegerField(
        required=False, min_value=1, max_value=1_000_000, label=_("From revision"),
        help_text=_("Empty: from the first."),
    )  # fmt: skip
    last = forms.IntegerField(
        required=False, min_value=1, max_value=1_000_000, label=_("To revision"),
        help_text=_("Empty: to the last."),
    )  # fmt: skip
    ground = forms.ChoiceField(
        choices=[("", "–"), *((ground.value, ground.label) for ground in GROUNDS)],
        label=_("Class of the reason"), help_text=_("The history of the record says it."),
    )  # fmt: skip
    alone = forms.BooleanField(
        required=False,
        label=_("I am alone and it cannot wait: erase at once. Somebody else looks at it later."),
    )
    field_order = ("path", "part", "neutral", "first", "last", "ground", "reason", "alone")

    def __init__(self, choices, *args, may_alone: bool, **options):
        super().__init__(*args, **options)
        self.fields["path"].choices = choices
        if not may_alone:
            del self.fields["alone"]

    def clean(self):
        """A part belongs to a row, and the last revision is not before the first."""
        cleaned = super().clean()
        if cleaned.get("part") and not cleaned.get("path", "rows/").startswith("rows/"):
            self.add_error("part", _("Only a row has fields: leave it empty."))
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("It comes before the first one."))
        return cleaned

    def asked(self) -> dict:
        """The columns of the request, once valid."""
        given = self.cleaned_data
        path = "/".join(part for part in (given["path"], given["part"]) if part)
        return {
            "path": path, "neutral": given["neutral"], "first": given["first"] or 1,
            "last": given["last"], "reason": given["reason"], "ground": given["ground"],
        }  # fmt: skip
