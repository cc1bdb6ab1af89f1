"""One contribution beside what is published, and the decision on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.forms.decision import DecisionForm
from cases.forms.review import edits_of, reviews_of, unsettled
from cases.history import Refused
from cases.intake.models import Reason, Submission
from cases.moderation import claims, decide, drafts, publish_files
from cases.moderation.duplicates import flagged_duplicates
from cases.moderation.roles import allowed, may_decide

from .queue import query_of

TURNED_DOWN = {
    "refuse": Submission.State.REFUSED,
    "duplicate": Submission.State.DUPLICATE,
    "spam": Submission.State.SPAM,
}


class NotNow(Exception):
    """What keeps this page from being decided, in words, with the status of the answer."""

    def __init__(self, problem: str, status: int):
        super().__init__(problem)
        self.problem, self.status = problem, status


@allowed("decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One contribution: read it, change it, publish it, ask, or refuse."""
    submission = get_object_or_404(Submission.objects.prefetch_related("changes"), pk=pk)
    if hasattr(submission, "complaint"):
        return redirect("moderation-complaint", pk)
    if request.method != "POST":
        if request.method == "GET" and submission.is_open and may_decide(request.user, submission):
            claims.claim(submission, request.user)
        return _open(request, submission)
    form = DecisionForm(request.POST, flags=_flags(submission))
    reviews = reviews_of(submission, request.POST)
    if not form.is_valid():
        return _show(request, submission, reviews, form, status=422)
    try:
        return _act(request, submission, reviews, form)
    except NotNow as told:
        problem, status = told.problem, told.status
    except (decide.AlreadyDecided, decide.TargetGone, decide.Conflict, decide.NothingLeft,
            Refused) as error:  # fmt: skip
        problem, status = _in_words(error), 409
        reviews = reviews_of(submission, request.POST)
    submission.refresh_from_db()  # what a transaction had changed was rolled back
    return _show(request, submission, reviews, form, problem, status=status)


def _open(request, submission: Submission) -> HttpResponse:
    """The page as it was left: with the moderator's own draft, if there is one.

    Where the contribution changed since, only the words of the decision come back: the fields
    would hide what was proposed anew.
    """
    draft = drafts.of(submission, request.user) if submission.is_open else None
    if draft is None:
        form = DecisionForm(flags=_flags(submission))
        return _show(request, submission, reviews_of(submission), form)
    written = drafts.as_posted(draft)
    form = DecisionForm(initial=written.dict(), flags=_flags(submission))
    still = written if draft.version == submission.version else None
    return _show(request, submission, reviews_of(submission, still), form, draft=draft)


def _act(request, submission: Submission, reviews, form: DecisionForm) -> HttpResponse:
    """Do what the button says, then go on to the next one, or stay for what is not a decision."""
    action = form.cleaned_data["action"]
    here = reverse("moderation-review", args=[submission.pk]) + query_of(request)
    if action == "keep":
        drafts.keep(submission, request.user, request.POST)
        if "quiet" in request.POST:  # by itself, every few seconds: nothing to say, nowhere to go
            return HttpResponse(status=204)
        messages.success(request, _("Kept as you left it. Nobody else sees it."))
        return redirect(here)
    if action == "release":
        claims.release(submission, request.user)
        return _next(request, submission)
    if not may_decide(request.user, submission):
        raise NotNow(_("This contribution is for another role, or another department."), 403)
    if action == "takeover":
        claims.take_over(submission, request.user)
        return redirect(here)
    messages.success(request, _decide(request, submission, reviews, form))
    drafts.forget(submission)
    return redirect(here) if action == "reopen" else _next(request, submission)


def _decide(request, submission: Submission, reviews, form: DecisionForm) -> str:
    """Decide, and say what was done."""
    decision = form.cleaned_data
    version, note, action = decision["version"], decision["note"], decision["action"]
    if action == "accept":
        edits = _checked_edits(request, reviews)
        files = publish_files.chosen(submission, request.POST)
        revisions = decide.accept(
            submission, version, request.user, edits, form.said(), files, note
        )  # fmt: skip
        if not revisions:
            return _("Accepted: it will be published on the day that its sender asked for.")
        text = ngettext("%(n)d record published.", "%(n)d records published.", len(revisions))
        return text % {"n": len(revisions)}
    if action == "ask":
        decide.ask(submission, version, request.user, form.said(), note)
        return _("The question stands under the receipt.")
    if action == "reopen":
        decide.reopen(submission, version, request.user)
        return _("The contribution waits again.")
    state = TURNED_DOWN[action]
    decide.refuse(submission, version, request.user, form.said() or str(state.label), state, note)
    return _("Set aside; the reason stands under the receipt.")


def _checked_edits(request, reviews) -> dict:
    """The moderator's version of each record, valid and settled. Raises NotNow."""
    checked = [review.is_valid(request.POST) for review in reviews]
    if not all(checked):
        raise NotNow(_("Correct the fields marked below before publishing."), 422)
    if unsettled(reviews, request.POST):
        raise NotNow(_("Choose, for each field that changed since, what to publish."), 409)
    return edits_of(reviews, request.POST)


def _in_words(error: Exception) -> str:
    """What went wrong, for the moderator."""
    if isinstance(error, decide.ClaimedByOther):
        return _("%(name)s holds this contribution. Your text is kept below.") % {
            "name": error.holder
        }
    if isinstance(error, decide.AlreadyDecided):
        return _("This contribution was decided, or changed, since you opened it.")
    if isinstance(error, decide.TargetGone):
        words = _("“%(title)s” was merged or withdrawn: this change cannot be published.")
        return words % {"title": error.change.title}
    if isinstance(error, decide.Conflict):
        words = _("“%(title)s” changed since you opened this page. Look at it again.")
        return words % {"title": error.change.title}
    if isinstance(error, decide.NothingLeft):
        return _("Every record was left out: refuse the contribution instead, with a reason.")
    return str(error)


def _next(request, submission: Submission) -> HttpResponse:
    """To the next one of the filter that the page was opened from."""
    query = query_of(request)
    past = f"{query}&past={submission.pk}" if query else f"?past={submission.pk}"
    return redirect(reverse("moderation-next") + past)


def _flags(submission: Submission) -> set[str]:
    return {found["flag"] for found in submission.flags}


def _show(request, submission, reviews, form, problem="", status=200, draft=None) -> HttpResponse:
    context = {
        "submission": submission,
        "reviews": reviews,
        "fields": sum(len(review.fields) for review in reviews),
        "form": form,
        "problem": problem,
        "draft": draft,
        "held_by_other": claims.held_by_other(submission, request.user),
        "may_decide": may_decide(request.user, submission),
        "repeated": flagged_duplicates(submission),
        "same_text": _same_text(submission),
        "query": query_of(request),
        "groups": {use: str(label) for use, label in Reason.Use.choices},
        "messages": messages.get_messages(request),
        "moderator": request.user,
        "section": "moderation",
    }
    return render(request, "moderation/review.html", context, status=status)


def _same_text(submission: Submission) -> int:
    """How many contributions that wait say exactly the same."""
    if not submission.text_hash:
        return 0
    alike = Submission.objects.waiting().filter(text_hash=submission.text_hash)
    return alike.exclude(pk=submission.pk).count()
