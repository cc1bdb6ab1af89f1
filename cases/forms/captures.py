"""What an editor decides on the copy of a source."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Capture
from cases.moderation.openings import original_text

from .fields import LongTextField

MOST_TEXT = 1_000_000


class OpeningForm(forms.Form):
    """The text that readers will see: that of the copy, without personal data."""

    use_required_attribute = False

    text = LongTextField(
        max_length=MOST_TEXT, label=_("Text to publish"),
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "Replace names, addresses, telephone numbers and signatures of private persons by "
            "[…]. The copy itself is not changed and stays private."
        ),
        error_messages={"required": _("Nothing is left to publish.")},
    )  # fmt: skip
    checked = forms.BooleanField(
        label=_("I read the whole text: it holds no personal data that may not be published."),
        error_messages={"required": _("Read it through, then tick this box.")},
    )

    def __init__(self, capture: Capture, data=None):
        text = capture.published_text or original_text(capture)
        super().__init__(data, initial={"text": text})
