"""The forms of what a moderator does to one record: merge it, withdraw it, undo."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.kinds import KINDS

from .fields import EntryField, LongTextField


class ReasonForm(forms.Form):
    """Why, in words that the public log shows."""

    reason = LongTextField(
        max_length=1_000, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The public log shows it. Name nobody."),
    )  # fmt: skip


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
