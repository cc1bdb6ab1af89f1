"""The decision on one contribution or on many, and its reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LongTextField
from cases.intake.models import Reason, Submission
from cases.moderation.bulk import ACCEPT, REOPEN, STATES
from cases.moderation.reasons import Said, default_for, offered, said

# Flags after which the moderator says, before publishing, that nobody private is named.
PERSONAL = {
    Submission.Flag.EMAIL, Submission.Flag.PHONE, Submission.Flag.PLATE, Submission.Flag.PERSON,
}  # fmt: skip


class ReasonChoice(forms.ModelChoiceField):
    """A reason of the list, grouped by what it is used for."""

    def __init__(self, **options):
        super().__init__(
            Reason.objects.none(), required=False, label=_("Reason of the list"),
            empty_label=_("own words, or none"), **options,
        )  # fmt: skip

    def offer(self, use: str = "") -> None:
        """Take the list as it is now; all of it, or what serves one decision."""
        self.queryset = Reason.objects.filter(is_active=True)
        groups = {}
        for reason in offered(use):
            groups.setdefault(str(reason.get_use_display()), []).append((reason.pk, str(reason)))
        self.choices = [("", self.empty_label), *groups.items()]


class DecisionForm(forms.Form):
    """The decision and its reason, which the contributor and the public log show."""

    action = forms.ChoiceField(
        choices=[
            ("accept", _("Publish")),
            ("ask", _("Ask")),
            ("refuse", _("Refuse")),
            ("duplicate", _("Already in the register")),
            ("spam", _("Junk")),
            ("reopen", _("Open again")),
            ("keep", _("Keep for later")),
            ("release", _("Let it go")),
            ("takeover", _("Take it over")),
        ],
        error_messages={"required": _("Choose what to do.")},
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    no_person = forms.BooleanField(required=False, label=_("No private person is named or seen"))
    fact = forms.BooleanField(required=False, label=_("A fact with its source, not an accusation"))
    asked = forms.BooleanField(required=False, label=_("The company was asked (where it matters)"))
    chosen = ReasonChoice()
    reason = LongTextField(
        required=False, max_length=2_000, label=_("Reason or question"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "The contributor reads it under the receipt; the public log shows it. Name nobody."
        ),
    )  # fmt: skip
    note = LongTextField(
        required=False, max_length=2_000, label=_("For the moderators only"),
        widget=forms.Textarea(attrs={"rows": 1}), help_text=_("Erased some months later."),
    )  # fmt: skip

    def __init__(self, *args, flags=(), **options):
        super().__init__(*args, **options)
        self.fields["chosen"].offer()
        self.must_look = bool(PERSONAL.intersection(flags))

    def clean(self):
        """A refusal has a reason; a question is written; a flagged person was looked for."""
        cleaned = super().clean()
        action, chosen = cleaned.get("action"), cleaned.get("chosen")
        if chosen and action in Reason.Use.values and chosen.use != action:
            self.add_error("chosen", _("This reason is for another decision."))
        if action in ("ask", "refuse") and not (cleaned.get("reason") or chosen):
            self.add_error("reason", _("Write the reason or the question."))
        if action == "accept" and self.must_look:
            for name in ("no_person", "fact"):
                if not cleaned.get(name):
                    self.add_error(name, _("Look at what was flagged, then tick this."))
        return cleaned

    def said(self) -> Said:
        """What the contributor and the public read."""
        cleaned = self.cleaned_data
        chosen = cleaned["chosen"]
        if not chosen and not cleaned["reason"] and cleaned["action"] in ("duplicate", "spam"):
            chosen = default_for(cleaned["action"])
        return said(cleaned["reason"], chosen)


class BulkForm(forms.Form):
    """One decision on many contributions."""

    action = forms.ChoiceField(
        choices=[
            (ACCEPT, _("Publish (checks alone)")),
            ("spam", _("Junk")),
            ("duplicate", _("Already in the register")),
            ("refuse", _("Refuse")),
            (REOPEN, _("Open again")),
        ],
        label=_("Decision"),
        error_messages={"required": _("Choose what to do.")},
    )
    chosen = ReasonChoice()
    reason = LongTextField(
        required=False, max_length=2_000, label=_("Own words"),
        widget=forms.Textarea(attrs={"rows": 1}), help_text=_("Each sender reads it. Name nobody."),
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["chosen"].offer()

    def clean(self):
        """A refusal has a reason."""
        cleaned = super().clean()
        action, chosen = cleaned.get("action"), cleaned.get("chosen")
        if chosen and action in STATES and chosen.use != action:
            self.add_error("chosen", _("This reason is for another decision."))
        if action == "refuse" and not (cleaned.get("reason") or chosen):
            self.add_error("reason", _("Write the reason or the question."))
        return cleaned

    def said(self) -> Said:
        """What each sender reads."""
        cleaned = self.cleaned_data
        chosen = cleaned["chosen"]
        if not chosen and not cleaned["reason"] and cleaned["action"] in STATES:
            chosen = default_for(cleaned["action"])
        return said(cleaned["reason"], chosen)


class ReasonForm(forms.ModelForm):
    """One reason of the list."""

    class Meta:
        model = Reason
        fields = ("use", "label_fr", "label_en", "text_fr", "text_en", "ground", "position",
                  "is_active")  # fmt: skip
        widgets = {
            "text_fr": forms.Textarea(attrs={"rows": 3}),
            "text_en": forms.Textarea(attrs={"rows": 3}),
        }
