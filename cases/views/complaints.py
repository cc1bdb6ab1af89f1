"""A complaint beside the page it is about, and the decision on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import history
from cases.forms.complaints import AnswerForm
from cases.forms.report import NoticeForm, ReplyForm, RightsForm
from cases.history import Refused
from cases.intake.models import Complaint, Submission
from cases.kinds import KINDS
from cases.models import Entry, Ground
from cases.moderation import answer, clocks, complain, decide, withdraw
from cases.moderation.roles import allowed, may_decide
from cases.readable import Reader

CHOICES = {
    **dict(ReplyForm.CAPACITIES),
    **dict(RightsForm.RIGHTS),
    **dict(NoticeForm.CATEGORIES),
}
PROBLEMS = (withdraw.CannotWithdraw, Refused)


@allowed("decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it, see the page as it is published today, and decide."""
    sent = get_object_or_404(Complaint.objects.select_related("submission", "appeals"), pk=pk)
    if not may_decide(request.user, sent.submission):
        raise PermissionDenied
    if request.POST.get("action") == "reopen":
        return _reopen(request, sent)
    entry = complain.entry_of(sent)
    form = AnswerForm(sent, entry, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, sent, entry, form)
    if not form.is_valid():
        return _show(request, sent, entry, form, status=422)
    try:
        _decide(request, sent, form)
    except decide.AlreadyDecided:
        problem = _("This contribution was decided, or changed, since you opened it.")
    except (answer.RecordGone, decide.TargetGone):
        problem = _("The page was withdrawn meanwhile.")
    except decide.Conflict:
        problem = _("The page changed at this very moment: send once more.")
    except PROBLEMS as error:
        problem = str(error)
    else:
        return redirect("moderation-queue")
    return _show(request, get_object_or_404(Complaint, pk=pk), entry, form, problem, status=409)


def _reopen(request, sent: Complaint) -> HttpResponse:
    """Undo a refusal, or junk set aside by mistake: it waits again."""
    version = request.POST.get("version", "")
    try:
        valid = version.isdecimal() and len(version) < 9
        decide.reopen(sent.submission, int(version) if valid else 0, request.user)
        messages.success(request, _("The contribution waits again."))
    except decide.AlreadyDecided:
        pass  # it waits already, or was decided once more: its page says which
    return redirect("moderation-complaint", sent.pk)


def _decide(request, sent: Complaint, form: AnswerForm) -> None:
    told, statement = form.cleaned_data, form.statement()
    who, version = request.user, told["version"]
    if told["action"] == "publish":
        answer.publish_reply(sent, version, who, statement, told["author"], told["field"])
    elif told["action"] == "done":
        answer.grant(sent, version, who, statement, told.get("revision") or 0)
    elif told["action"] == "hide":
        answer.hide(sent, version, who, statement)
    elif told["action"] == "refuse":
        answer.refuse(sent, version, who, statement)
    elif told["action"] == "ask":
        decide.ask(sent.submission, version, who, statement.facts)
    else:
        junk = Submission.State.SPAM
        decide.refuse(sent.submission, version, who, statement.facts or str(junk.label), junk)
    messages.success(request, _("Done; the sender reads it under the receipt code."))


def _show(request, sent: Complaint, entry: Entry | None, form, problem="", status=200):
    submission, live = sent.submission, entry is not None and entry.is_live
    state = history.current_state(entry) if live else {}
    field = sent.details.get("field", "")
    first = sent.appeals or sent
    context = {
        "complaint": sent, "submission": submission, "entry": entry, "form": form,
        "kind": KINDS[entry.kind] if entry else None, "live": live, "field": field,
        "lines": Reader(KINDS[entry.kind], state).lines(state) if live else [],
        "since": answer.stated_since(entry, field) if live else None,
        "reply_until": clocks.REPLY_MONTHS, "details": _details(sent), "identity": _identity(sent),
        "days_late": _days_late(submission), "first": sent.appeals, "problem": problem,
        "ground": _ground(first), "messages_sent": submission.messages.all(),
        "decided_before": bool(sent.appeals) and sent.appeals.submission.decided_by == request.user,
        "moderator": request.user, "section": "moderation",
    }  # fmt: skip
    return render(request, "moderation/complaint.html", context, status=status)


def _details(sent: Complaint) -> list[tuple[str, str]]:
    """The other answers of the form, in words."""
    labels = {"source": _("Where can it be checked?"), "right": _("Which right?"),
              "category": _("What is it about?"), "address": _("The exact address"),
              "law": _("The text of law"), "signature": _("The name under which it is published"),
              "good_faith": _("Good faith")}  # fmt: skip
    return [
        (labels[name], _("yes") if value is True else CHOICES.get(value, value))
        for name, value in sent.details.items()
        if name in labels
    ]


def _identity(sent: Complaint) -> list[tuple[str, str]]:
    labels = {"name": _("Name"), "capacity": _("Capacity"), "contact": _("Contact"),
              "email": _("E-mail")}  # fmt: skip
    return [(labels[name], CHOICES.get(value, value)) for name, value in sent.identity.items()]


def _days_late(submission: Submission) -> int:
    if not submission.is_open or submission.due_on is None:
        return 0
    return max(0, (timezone.localdate() - submission.due_on).days)


def _ground(sent: Complaint) -> str:
    ground = sent.decision.get("ground", "")
    return Ground(ground).label if ground else ""
