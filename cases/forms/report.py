"""The four doors of a record, each a short form, and the form of an appeal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Door
from cases.moderation.complain import MOST_LINES, Sent, lines_of

from .fields import LongTextField, check_visible


class LineField(forms.CharField):
    """One line that can be read."""

    default_validators = [check_visible]

    def __init__(self, **options):
        options.setdefault("max_length", 200)
        super().__init__(**options)


def _passage(**options) -> LongTextField:
    return LongTextField(
        max_length=3_000, label=_("The passage"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The words of the page that it is about, copied."), **options,
    )  # fmt: skip


def _contact() -> LineField:
    return LineField(
        required=False, label=_("How to reach you"),
        help_text=_(
            "Not needed: we answer under the receipt code. Only moderators read it, and it is "
            "erased after the decision."
        ),
    )  # fmt: skip


class DoorForm(forms.Form):
    """What the four doors share: the record is known, the rest is told."""

    DOOR = ""
    IDENTITY = ("contact",)  # private, and erased after the decision
    use_required_attribute = False

    field = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, data=None, **options):
        super().__init__(data, auto_id=f"id_{self.DOOR}_%s", label_suffix="", **options)
        self.order_fields(self.ORDER)

    @property
    def label(self) -> str:
        """The name of the door."""
        return Door(self.DOOR).label

    @property
    def urgent(self) -> bool:
        """True for what is answered the same day."""
        return False

    def sent(self) -> Sent:
        """What was told, identity apart. Only of a valid form."""
        told = dict(self.cleaned_data)
        text, passage = told.pop("text"), told.pop("passage", "")
        identity = {name: told.pop(name) for name in self.IDENTITY if name in told}
        return Sent(
            self.DOOR, text, passage, {n: v for n, v in told.items() if v},
            {name: value for name, value in identity.items() if value}, self.urgent,
        )  # fmt: skip


class CorrectionForm(DoorForm):
    """A fact is wrong: what, and where it can be checked."""

    DOOR = Door.CORRECTION
    ORDER = ("passage", "text", "source")

    passage = _passage(required=False)
    text = LongTextField(
        max_length=5_000, label=_("What is wrong, and what is right"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    source = LongTextField(
        required=False, max_length=1_000, label=_("Where can it be checked?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A link, a document and its page, or what you saw yourself."),
    )  # fmt: skip


class ReplyForm(DoorForm):
    """A reply by whom the page names or designates, to be published beside the passage."""

    DOOR = Door.REPLY
    ORDER = ("passage", "text", "signature", "name", "capacity", "contact")
    IDENTITY = ("name", "capacity", "contact")
    CAPACITIES = [
        ("self", _("I am the person named or designated")),
        ("body", _("I am entitled to speak for the body named")),
        ("counsel", _("I represent them, as their counsel")),
    ]

    passage = _passage()
    text = LongTextField(
        max_length=20_000, label=_("Your reply"), widget=forms.Textarea(attrs={"rows": 10})
    )
    signature = LineField(
        label=_("The name under which it is published"),
        help_text=_("Of the person or the body. It is the only name that readers see."),
    )
    name = LineField(
        label=_("Your name"), help_text=_("Only moderators read it. No identity paper is needed.")
    )
    capacity = forms.ChoiceField(
        choices=CAPACITIES, widget=forms.RadioSelect, label=_("In which capacity?")
    )
    contact = _contact()

    def __init__(self, *args, lines: int = MOST_LINES, **options):
        self.lines = lines
        super().__init__(*args, **options)

    def clean_text(self):
        """At most as many lines as the law allows for what is answered."""
        text = self.cleaned_data["text"]
        if lines_of(text) > self.lines:
            raise forms.ValidationError(
                _("Your reply takes %(n)s lines of 80 characters; the law allows %(most)s here."),
                params={"n": lines_of(text), "most": self.lines},
            )
        return text


class RightsForm(DoorForm):
    """A person about whom the page speaks uses a right that the law gives over personal data."""

    DOOR = Door.RIGHTS
    ORDER = ("right", "passage", "text", "contact")
    RIGHTS = [
        ("access", _("See what you hold about me (article 15)")),
        ("rectification", _("Have it corrected (article 16)")),
        ("erasure", _("Have it erased (article 17)")),
        ("restriction", _("Have its use limited (article 18)")),
        ("objection", _("Object to its use (article 21)")),
    ]

    right = forms.ChoiceField(choices=RIGHTS, widget=forms.RadioSelect, label=_("Which right?"))
    passage = _passage(required=False)
    text = LongTextField(
        max_length=5_000, label=_("What you ask, and why it concerns you"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("No identity paper is needed. If we must know more, we ask under the code."),
    )  # fmt: skip
    contact = _contact()


class NoticeForm(DoorForm):
    """A notice of illegal content: the elements of Regulation 2022/2065, article 16(2)."""

    DOOR = Door.NOTICE
    ORDER = ("category", "address", "passage", "text", "law", "name", "email", "good_faith")
    IDENTITY = ("name", "email")
    # Answered the same day; the first is the one for which the law asks no name.
    URGENT = ("children", "terrorism")
    CATEGORIES = [
        ("children", _("Sexual abuse of children")),
        ("terrorism", _("Terrorism")),
        ("threat", _("Threats, incitement to violence or hatred")),
        ("defamation", _("Defamation or insult")),
        ("privacy", _("Private life, home, image")),
        ("property", _("Copyright, trade mark, secret protected by law")),
        ("other", _("Something else")),
    ]

    category = forms.ChoiceField(
        choices=CATEGORIES, widget=forms.RadioSelect, label=_("What is it about?")
    )
    address = LineField(
        max_length=500, label=_("The exact address"), help_text=_("Of the page where it stands.")
    )
    passage = _passage(required=False)
    text = LongTextField(
        max_length=5_000, label=_("Why you think it illegal"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    law = LineField(
        required=False, max_length=300, label=_("The text of law"), help_text=_("If you know it.")
    )
    name = LineField(
        required=False, label=_("Your name, or that of the body"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        required=False, max_length=254, label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_(
            "The law asks for a name and an address, except for sexual abuse of children. "
            "Only moderators read them. No message is sent: we answer under the receipt code."
        ),
    )  # fmt: skip
    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete.")
    )

    @property
    def urgent(self) -> bool:
        """True for what is answered the same day."""
        return self.cleaned_data.get("category") in self.URGENT

    def clean(self):
        """Name and e-mail address, but for the offences of Directive 2011/93, articles 3 to 7."""
        cleaned = super().clean()
        if cleaned.get("category") != "children":
            for name in self.IDENTITY:
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, _("The law asks for it in a notice of this kind."))
        return cleaned


DOORS = (CorrectionForm, ReplyForm, RightsForm, NoticeForm)


class AppealForm(forms.Form):
    """Why a decision is wrong."""

    appeal = LongTextField(
        max_length=5_000, label=_("Why the decision is wrong"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Free of charge. Another person reads it, if the team allows."),
    )  # fmt: skip
