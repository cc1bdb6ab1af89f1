"""What a moderator answers to a complaint: the decision, its reasons, and what is published."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.models import Complaint
from cases.kinds import KINDS
from cases.models import Door, Entry, Ground
from cases.moderation.answer import Statement
from cases.moderation.withdraw import GROUNDS
from cases.readable import Reader

from .fields import LongTextField
from .report import LineField

DONE = {
    Door.CORRECTION: _("The page was corrected"),
    Door.RIGHTS: _("What was asked is done"),
    Door.NOTICE: _("The page was edited"),
}
NEED_GROUND = ("refuse", "hide")


class AnswerForm(forms.Form):
    """The decision on one complaint; what is offered depends on the door."""

    use_required_attribute = False

    action = forms.ChoiceField(
        widget=forms.RadioSelect, label=_("Decision"),
        error_messages={"required": _("Choose what to do.")},
    )  # fmt: skip
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    author = LineField(required=False, label=_("Published under the name"))
    field = forms.ChoiceField(required=False, label=_("Beside which field?"))
    revision = forms.IntegerField(
        required=False, min_value=1, max_value=2_000_000_000, label=_("In which revision?"),
        help_text=_("Of this page. Empty: none."),
    )  # fmt: skip
    ground = forms.ChoiceField(
        choices=[("", "–"), *Ground.choices],
        required=False,
        label=_("Class of the reason"),
        help_text=_("The public log counts it."),
    )
    law = LineField(
        required=False, max_length=300, label=_("Rule applied"),
        help_text=_("The article of law, or the rule of the charter."),
    )  # fmt: skip
    reason = LongTextField(
        max_length=5_000, required=False, label=_("Reasons, or the question"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The facts that you relied on. Only the sender reads it, under the code."),
    )  # fmt: skip
    public = LongTextField(
        max_length=1_000, required=False, label=_("For the public log"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("May stay empty. Name nobody, quote nothing of the complaint."),
    )  # fmt: skip

    def __init__(self, complaint: Complaint, entry: Entry | None, data=None):
        self.complaint, self.entry = complaint, entry
        super().__init__(data, initial=self._prefilled(), label_suffix="")
        self.fields["action"].choices = list(self._actions())
        if complaint.door == Door.REPLY:
            self.fields["field"].choices = [("", _("The whole page")), *self._named_fields()]
            del self.fields["revision"]
        else:
            del self.fields["author"], self.fields["field"]

    def _actions(self):
        """What can be done: nothing but refuse, ask and set aside once the page is gone."""
        live = self.entry is not None and self.entry.is_live
        if self.complaint.door == Door.REPLY and live:
            yield "publish", _("Publish the reply")
        if self.complaint.door in DONE:
            yield "done", DONE[self.complaint.door]
        if self.complaint.door in (Door.NOTICE, Door.RIGHTS) and live:
            yield "hide", _("Withdraw the page at once")
        yield from (("refuse", _("Refuse")), ("ask", _("Ask")), ("spam", _("Junk")))

    def _named_fields(self):
        if self.entry:
            reader = Reader(KINDS[self.entry.kind])
            yield from ((name, reader.label_of(name)) for name in reader.names())

    def _prefilled(self) -> dict:
        details = self.complaint.details
        version = self.complaint.submission.version
        author, field = details.get("signature", ""), details.get("field", "")
        return {"version": version, "author": author, "field": field}

    def clean(self):
        """A refusal and a withdrawal say why; a reply has its author; a question is written."""
        cleaned = super().clean()
        action = cleaned.get("action")
        silent = not cleaned.get("reason") and "reason" not in self.errors
        if action and action != "spam" and silent:
            self.add_error("reason", _("Write the reason or the question."))
        if action in NEED_GROUND and not cleaned.get("ground"):
            self.add_error("ground", _("Choose the class of the reason."))
        if action == "hide" and cleaned.get("ground") not in ("", None, *GROUNDS):
            self.add_error("ground", _("A page is not withdrawn for this."))
        if action == "publish" and not cleaned.get("author") and "author" not in self.errors:
            self.add_error("author", _("Say under which name it is published."))
        number = cleaned.get("revision")
        if number and not (self.entry and self.entry.revisions.filter(number=number).exists()):
            self.add_error("revision", _("The page has no such revision."))
        return cleaned

    def statement(self) -> Statement:
        """The reasons, as the receipt and the log will show them."""
        told = self.cleaned_data
        return Statement(told["reason"], told["ground"], told["law"], told["public"])
