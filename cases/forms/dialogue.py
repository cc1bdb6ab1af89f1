"""What a contributor writes under a receipt."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import LongTextField


class AnswerForm(forms.Form):
    """An answer, a precision, a correction."""

    text = LongTextField(
        max_length=5_000, label=_("Answer, add or correct"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only moderators read it. Do not say who you are."),
    )  # fmt: skip
