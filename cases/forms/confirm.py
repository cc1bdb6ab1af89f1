"""Still there, gone, or cannot tell: the shortest of the forms, without an account."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Acquisition, Check

from .fields import check_visible

# In the street one sees a thing; of a text or a contract one knows whether it still holds.
SEEN = ("deployment", "camera")
HOLDS = {"there": _("still true"), "gone": _("no longer true"), "unsure": _("cannot tell")}
OLDEST = 366  # days: what was seen longer ago is a dated fact, for the form of the record


class ConfirmForm(forms.Form):
    """What somebody found who looked again."""

    answer = forms.ChoiceField(
        choices=Check.Answer.choices, widget=forms.RadioSelect, label=_("What did you find?"),
        error_messages={"required": _("Choose one of the three answers.")},
    )  # fmt: skip
    basis = forms.ChoiceField(
        choices=[
            (Acquisition.ON_SITE, _("I saw it myself")),
            (Acquisition.DOCUMENT, _("I read it in an official document")),
            (Acquisition.PRESS, _("I read it in the press or a publication")),
            (Acquisition.OTHER, _("Another way")),
        ],
        widget=forms.RadioSelect, label=_("How do you know?"), initial=Acquisition.ON_SITE,
    )  # fmt: skip
    day = forms.DateField(
        label=_("On which day?"), input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only the day is kept, never the hour."),
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=300, label=_("Remark"), validators=[check_visible],
        help_text=_("Public, if it is accepted. Name nobody, and no private address."),
    )  # fmt: skip

    use_required_attribute = False

    def __init__(self, data=None, *, kind: str):
        super().__init__(data, label_suffix="", initial={"day": timezone.localdate()})
        if kind not in SEEN:
            self.fields["answer"].choices = list(HOLDS.items())
            self.fields["basis"].initial = Acquisition.DOCUMENT

    def clean_day(self):
        """A day that has been, within a year."""
        day, today = self.cleaned_data["day"], timezone.localdate()
        if day > today:
            raise forms.ValidationError(_("This day has not come yet."))
        if (today - day).days > OLDEST:
            raise forms.ValidationError(
                _("This is more than a year ago: change the record and give it as a dated fact.")
            )
        return day
