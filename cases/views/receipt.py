"""Following a contribution with its receipt code alone. The code is posted, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases.forms.dialogue import AnswerForm
from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.models import Entry
from cases.moderation import complain, dialogue, receipts
from cases.moderation.decide import AlreadyDecided

from .contesting import contest_of, send_appeal


@csrf_exempt  # whoever holds the secret code may act: no cookie gives authority to forge
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Ask for the code; then show the state, the reason and the published records."""
    if request.method != "POST":
        return render(request, "contribute/receipt.html", {"section": "receipt"})
    typed = request.POST.get("code", "")
    submission = receipts.find(typed)
    if submission is None:
        error = _(
            "No contribution has this code. Check each letter; a lost code cannot be found again."
        )
        context = {"error": error, "typed": typed[:80], "section": "receipt"}
        return render(request, "contribute/receipt.html", context, status=404)
    problem = _act(request, submission)
    context = {
        "submission": submission,
        "published": published_records(submission),
        "messages_sent": submission.messages.all(),
        "form": AnswerForm(request.POST if problem else None),
        "code": typed[:80],
        "problem": problem,
        "section": "receipt",
    } | contest_of(submission, request.POST)
    return render(request, "contribute/receipt.html", context, status=422 if problem else 200)


def _act(request, submission: Submission) -> str:
    """Answer or withdraw, as the page asks; what went wrong, in words."""
    action = request.POST.get("action", "")
    form = AnswerForm(request.POST)
    try:
        if action == "withdraw":
            dialogue.withdraw(submission)
        elif action == "answer" and not form.is_valid():
            return " ".join(form.errors["text"])
        elif action == "answer":
            dialogue.answer(submission, form.cleaned_data["text"])
        elif action == "appeal":
            return send_appeal(submission, request.POST)
    except AlreadyDecided:
        submission.refresh_from_db()
        return _("This contribution was decided meanwhile.")
    except complain.CannotAppeal as error:
        return str(error)
    except dialogue.TooMany:
        return _("There are too many messages here. Send a new contribution instead.")
    return ""


def published_records(submission: Submission) -> list[Entry]:
    """The public records that an accepted contribution made or changed."""
    changes = [change for change in submission.changes.all() if change.result]
    entries = Entry.objects.live().filter(slug__in=[change.result for change in changes])
    wanted = {(change.kind, change.result) for change in changes if change.kind in KINDS}
    return [entry for entry in entries if (entry.kind, entry.slug) in wanted]
