"""A complaint under its receipt: what was decided, and contesting it with the same code."""

from django.utils.translation import gettext as _

from cases.forms.report import AppealForm
from cases.intake.models import Complaint, Submission
from cases.models import Ground
from cases.moderation import clocks, complain, receipts


def contest_of(submission: Submission, data) -> dict:
    """What the receipt page shows beyond a contribution: nothing for what is not a complaint."""
    complaint = Complaint.objects.filter(pk=submission.pk).select_related("submission").first()
    if complaint is None:
        return {}
    appeal = complaint.appeals_against.select_related("submission").first()
    ground = complaint.decision.get("ground", "")
    contest = {"ground": Ground(ground).label if ground else "", "appeal": appeal}
    if appeal:
        contest["code"] = receipts.code_for(complain.token_of_appeal(complaint))
    elif complain.may_appeal(complaint):
        contest["form"] = AppealForm(data if data.get("action") == "appeal" else None)
        contest["until"] = clocks.appeal_until(submission.decided_on)
    return {"complaint": complaint, "contest": contest}


def send_appeal(submission: Submission, data) -> str:
    """Contest the decision; what is wrong with the form, in words. Raises CannotAppeal."""
    form = AppealForm(data)
    if not form.is_valid():
        return " ".join(form.errors["appeal"])
    complaint = Complaint.objects.filter(pk=submission.pk).first()
    if complaint is None:
        return _("This decision can no longer be contested here.")
    complain.appeal(complaint, form.cleaned_data["appeal"])
    return ""
