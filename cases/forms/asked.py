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


# What to write, where the name of a field alone does not say it: kind, field, words.
EXAMPLES = {
    "place": {"parent": _("The department or grouping, such as Isère.")},
    "vendor": {"name": _("Such as Briefcam.")},
    "organisation": {"name": _("Such as Cour des comptes.")},
    "product": {
        "name": _("As its vendor calls it."),
        "vendor": _("Its name, such as Briefcam. If the register has it not yet, leave this empty: "
                    "it can be added two pages on."),
    },
    "camera": {
        "place": _("Town or postcode, such as Moirans or 38430."),
        "observed_on": _("Such as 12 March 2026, or spring 2025."),
    },
    "funding": {
        "payer": _("A town or a body, such as Moirans."),
        "payee": _("A vendor, a town or a body, such as Briefcam."),
        "deployments": _("The installation that it pays for, as the register names it. "
                         "Several: one a line."),
    },
    "legal": {
        "title": _("Such as: Moirans, software that analyses pictures."),
        "forum": _("Such as tribunal administratif de Grenoble. If the register has it not yet, "
                   "leave this empty: it can be added two pages on."),
        "deployments": _("The installation that it is about, as the register names it. "
                         "Several: one a line."),
    },
    "law": {"title": _("Such as: loi du 19 mai 2023, article 10.")},
    "statistic": {
        "title": _("Such as: cameras of the town."),
        "subject": _("The town, body or installation that it counts."),
    },
    "event": {"title": _("In a few words, such as: vote of the council.")},
    "source": {
        "url": _("As the browser shows it, such as example.org/vote.pdf"),
        "publisher": _("Whose it is: a town, a newspaper, a body."),
    },
}  # fmt: skip


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


def give_examples(form, key: str) -> None:
    """Say under the fields of a new record what to write."""
    for name, words in EXAMPLES.get(key, {}).items():
        form.fields[name].help_text = words


def ask_where_and_what(form) -> None:
    """The two questions of a new deployment, in words that anyone can answer."""
    where, what = form.fields["places"], form.fields["description"]
    where.label, what.label = _("Where?"), _("What is it?")
    where.help_text = _("Town or postcode, such as Moirans or 06000. Several: one a line.")
    what.help_text = _("One sentence is enough. Name no passer-by.")
    what.widget.attrs["rows"] = 4
