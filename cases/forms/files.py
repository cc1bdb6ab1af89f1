"""The forms about evidence files: sending one, describing it, refusing it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.evidence.limits import MOST_BYTES, Refused
from cases.evidence.redaction_places import FEWEST_LETTERS, letters_of

from .fields import LongTextField, check_visible

# Phones that would send HEIC send a JPEG to a form that asks for these.
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"
MOST_PHRASES = 50


def _caption() -> forms.CharField:
    return forms.CharField(
        required=False, max_length=300, label=_("What it shows"), validators=[check_visible],
        help_text=_("Where and when, in one line. Published with the file. Name no passer-by."),
    )  # fmt: skip


class UploadForm(forms.Form):
    """One file and its caption. Whether the file is acceptable is for the cleaning to say."""

    file = forms.FileField(
        allow_empty_file=True, label=_("File"), widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose a file first."),
                        "invalid": _("Choose a file first.")},
        help_text=_("JPEG, PNG or WebP picture, or PDF, 15 MB at most. One file at a time."),
    )  # fmt: skip
    caption = _caption()

    def clean_file(self):
        """One file, no larger than what is kept of it."""
        if len(self.files.getlist("file")) > 1:
            raise ValidationError(_("Send one file at a time; none of these was kept."))
        if self.cleaned_data["file"].size > MOST_BYTES:
            self.too_large = True
            refused = Refused("size")
            raise ValidationError([refused.reason, refused.advice])
        return self.cleaned_data["file"]

    too_large = False


class CaptionForm(forms.Form):
    """The caption as a moderator corrects it."""

    caption = _caption()


class BlackWordsForm(forms.Form):
    """Words to black out wherever a document has them."""

    words = LongTextField(
        max_length=2_000, label=_("Words to black out on every page"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("One name, address or number on each line, as a whole. Capitals, accents "
                    "and cuts at the end of a line make no difference."),
    )  # fmt: skip

    def clean_words(self) -> list[str]:
        """The lines, each long enough not to stand everywhere."""
        lines = [line.strip() for line in self.cleaned_data["words"].split("\n") if line.strip()]
        if len(lines) > MOST_PHRASES:
            raise ValidationError(_("More than %(most)s lines.") % {"most": MOST_PHRASES})
        for line in lines:
            if len(letters_of(line)) < FEWEST_LETTERS:
                text = _("“%(line)s” is too short: give %(least)s letters or figures at least.")
                raise ValidationError(text % {"line": line, "least": FEWEST_LETTERS})
        return lines


class RefuseFileForm(forms.Form):
    """Why one file is refused."""

    reason = LongTextField(
        max_length=1_000, label=_("Why this file is refused"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The contributor reads it under the receipt. Name nobody."),
    )  # fmt: skip
