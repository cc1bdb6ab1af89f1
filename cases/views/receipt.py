"""Following a contribution with its receipt code alone. The code is posted, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases.forms.dialogue import AnswerForm
from cases.forms.reopen import CannotReopen, contribution_of
from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.models import Entry
from cases.moderation import complain, dialogue, receipts, story
from cases.moderation.decide import AlreadyDecided
from cases.moderation.filing import file_name, proof_of
from cases.moderation.throttle import HOUR, WRONG_CODES, Load, key_of

from . import sending
from .contesting import contest_of, send_appeal


def with_submission(view):
    """Give the view the submission of the posted code; a wrong code is told so, and slowed.

    Somebody who typed many wrong codes is asked to wait, right or wrong. When there are many
    in all, a right code still works, for it is not its owner who guesses.
    """

    @csrf_exempt  # whoever holds the secret code may act: no cookie gives authority to forge
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            if request.path.endswith("/correct/"):
                return redirect("receipt")
            return render(request, "contribute/receipt.html", {"section": "receipt"})
        key = key_of(request)
        if WRONG_CODES.own_load(key) is not Load.CALM:
            return _wait(request)
        submission = receipts.find(request.POST.get("code", ""))
        if submission:
            return view(request, submission)
        crowded = WRONG_CODES.load(key) is not Load.CALM
        WRONG_CODES.count(key)
        return _wait(request) if crowded else _no_such_code(request)

    return guarded


@with_submission
def receipt(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The steps, the reason, the published records, and what the sender can still do."""
    action = request.POST.get("action", "")
    if action == "proof":
        return _proof(request, submission)
    if action == "withdraw" and not request.POST.get("sure") and submission.can_be_taken_back:
        context = {"submission": submission, "code": _code(request), "section": "receipt"}
        return render(request, "contribute/receipt_withdraw.html", context)
    return _show(request, submission, _act(request, submission, action))


@with_submission
def correct(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What was sent, in its form again; sending it replaces what waits under the same code."""
    if not submission.is_open:
        return _show(request, submission, _("This contribution was decided meanwhile."))
    try:
        opening = not {"action", "use", "token"}.intersection(request.POST)
        contribution = contribution_of(submission, None if opening else request.POST)
    except CannotReopen:
        problem = _("This cannot be changed by the form any more: write below what is to correct.")
        return _show(request, submission, problem)
    if opening:
        return sending.show_form(request, contribution)
    return sending.answer(request, contribution, corrected=submission)


def _act(request, submission: Submission, action: str) -> str:
    """Answer or withdraw, as the page asks; what went wrong, in words."""
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


def _show(request, submission: Submission, problem: str) -> HttpResponse:
    changes = list(submission.changes.all())
    context = {
        "submission": submission,
        "state": story.IN_WORDS[submission.state],
        "steps": story.steps_of(submission),
        "otherwise": story.published_otherwise(submission),
        "published": published_records(submission),
        "messages_sent": submission.messages.all(),
        "can_correct": submission.is_open and bool(changes),
        "form": AnswerForm(request.POST if problem else None),
        "code": receipts.in_groups(_code(request)),
        "problem": problem,
        "section": "receipt",
    } | contest_of(submission, request.POST)
    return render(request, "contribute/receipt.html", context, status=422 if problem else 200)


def _proof(request, submission: Submission) -> HttpResponse:
    text = proof_of(submission, request.POST["code"])
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(submission)}"'},
    )


def _no_such_code(request) -> HttpResponse:
    error = _(
        "No contribution has this code. Check each letter; a lost code cannot be found again."
    )
    return _ask_again(request, error, 404)


def _wait(request) -> HttpResponse:
    error = _("Too many wrong codes were typed. Wait an hour, then type yours again.")
    response = _ask_again(request, error, 429)
    response.headers["Retry-After"] = str(HOUR)
    return response


def _ask_again(request, error: str, status: int) -> HttpResponse:
    context = {"error": error, "typed": _code(request), "section": "receipt"}
    return render(request, "contribute/receipt.html", context, status=status)


def _code(request) -> str:
    return request.POST.get("code", "")[:80]


def published_records(submission: Submission) -> list[Entry]:
    """The public records that an accepted contribution made or changed."""
    changes = [change for change in submission.changes.all() if change.result]
    entries = Entry.objects.live().filter(slug__in=[change.result for change in changes])
    wanted = {(change.kind, change.result) for change in changes if change.kind in KINDS}
    return [entry for entry in entries if (entry.kind, entry.slug) in wanted]
