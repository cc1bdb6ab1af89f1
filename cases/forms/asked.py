"""What a contribution asks beside the fields of its record: the same on a screen and on paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Acquisition

from .fields import LongTextField

# New records that a contribution may carry: before the main one, which can point to them,
# and after it, pointing to it.
BEFORE = {
    "deployment": ("vendor", "source"),
    "product": ("vendor", "source"),
    "legal": ("organisation", "source"),
    "funding": ("source",),
}
AFTER = {"deployment": ("funding", "camera")}


class AboutForm(forms.Form):
    """How the sender knows, and what moderators should know. Never public."""

    basis = forms.ChoiceField(
        choices=[
            (Acquisition.ON_SITE, _("I saw it myself")),
            (Acquisition.DOCUMENT, _("I read it in an official document")),
            (Acquisition.PRESS, _("I read it in the press or a publication")),
            (Acquisition.ANSWER, _("I got an answer to a request for documents")),
            (Acquisition.OTHER, _("Another way")),
        ],
        required=False,
        widget=forms.RadioSelect,
        label=_("How do you know?"),
        help_text=_("The public sees only this class, never how you came by it."),
    )
    delay_weeks = forms.ChoiceField(
        choices=[
            ("0", _("As soon as it is accepted")),
            ("2", _("Not before 2 weeks")),
            ("4", _("Not before 4 weeks")),
            ("8", _("Not before 8 weeks")),
        ],
        required=False,
        initial="0",
        widget=forms.RadioSelect,
        label=_("When may it be published?"),
        help_text=_("If you may have been seen taking a picture, let time pass: the date then does "
                    "not point to you. A few days are added by chance."),
    )  # fmt: skip
    basis_note = LongTextField(
        required=False, max_length=2_000, label=_("For the moderators only"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What helps to check. Never published. Do not say who you are."),
    )  # fmt: skip


def ask_where_and_what(form) -> None:
    """The two questions of a new deployment, in words that anyone can answer."""
    where, what = form.fields["places"], form.fields["description"]
    where.label, what.label = _("Where?"), _("What is it?")
    where.help_text = _("Town or postcode, such as Moirans or 06000. Several: one a line.")
    what.help_text = _("One sentence is enough. Name no passer-by.")
    what.widget.attrs["rows"] = 4
