"""Examples for the page of the design system: invented where a part needs a fault or a gap."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.facts.values import Fact, Mark, Value, missing
from cases.models import Deployment


class SampleForm(forms.Form):
    """A field of each sort."""

    town = forms.CharField(
        label=gettext_lazy("Where?"),
        help_text=gettext_lazy("Town or postcode, such as Moirans or 06000. Several: one a line."),
    )
    text = forms.CharField(
        label=gettext_lazy("What is it?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=Deployment.Status.choices
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How do you know?"), required=False, widget=forms.RadioSelect,
        choices=[
            ("seen", gettext_lazy("I saw it myself")),
            ("read", gettext_lazy("I read it in an official document")),
        ],
    )  # fmt: skip
    contested = forms.BooleanField(label=gettext_lazy("Contested"), required=False)


@dataclass(frozen=True)
class Message:
    """What was just done, as Django's messages give it."""

    words: str
    tags: str = ""

    def __str__(self) -> str:
        return self.words


def form() -> SampleForm:
    """The form as it comes back: the first field was left empty."""
    return SampleForm({"how": "seen"})


def boxes() -> list[tuple[str, str]]:
    """The name and the word of each box."""
    return [
        ("box-missing", _("missing")),
        ("box-contested", _("contested")),
        ("box-expired", _("out of date")),
        ("box-derived", _("deduced")),
        ("box-supposed", _("supposed")),
    ]


def messages() -> list[Message]:
    """A neutral word, and one that asks to look again."""
    return [
        Message(_("Your correction is received")),
        Message(_("This record may exist already."), "signal"),
    ]


def key_facts() -> list[Fact]:
    """The six answers, with each of the boxes that say how good the information is."""
    words = dict(boxes())
    derived, supposed, contested = (
        Mark(name, words[name]) for name in ("box-derived", "box-supposed", "box-contested")
    )
    return [
        Fact("what", _("What"), (Value(_("Detection of unusual sounds"), mark=supposed),), (2,)),
        Fact("where", _("Where"), (Value("Orléans", url="#facts"),), (1,)),
        Fact("who", _("Who"), (Value("Sensivic", url="#facts"),), (1, 2)),
        Fact("since", _("Since when"), (Value(_("before April 2022"), mark=derived),), (1,)),
        Fact("amount", _("How much"), mark=missing()),
        Fact("law", _("Law"), (Value(_("none known"), plain=True),), mark=contested),
    ]  # fmt: skip
