"""The forms of what a moderator does to one record: merge it, withdraw it, undo."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.kinds import KINDS
from cases.moderation.withdraw import GROUNDS

from .fields import EntryField, LongTextField


class ReasonForm(forms.Form):
    """Why, in words that the public log shows."""

    reason = LongTextField(
        max_length=1_000, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The public log shows it. Name nobody."),
    )  # fmt: skip


class HideForm(ReasonForm):
    """Why a record is withdrawn: the tombstone says the class, the log the reason."""

    ground = forms.ChoiceField(
        choices=[("", "–"), *((ground.value, ground.label) for ground in GROUNDS)],
        label=_("Class of the reason"),
        help_text=_("The tombstone says it, and nothing else of why."),
    )  # fmt: skip
    field_order = ("ground", "reason")


class MergeForm(ReasonForm):
    """Which record stays, and why."""

    def __init__(self, kind, *args, **options):
        super().__init__(*args, **options)
        self.fields["target"] = EntryField(
            (kind.key,), label=_("The record that stays"), help_text=_("Its name or address.")
        )
        self.order_fields(["target", "reason"])


class FindForm(forms.Form):
    """The record to work on."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["record"] = EntryField(tuple(KINDS), label=_("Open a record by its name"))
