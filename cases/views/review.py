"""Moderation: the queue, and one contribution beside what is published."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.review import DecisionForm, edits_of, reviews_of, unsettled
from cases.history import Refused
from cases.intake.models import Submission
from cases.moderation import decide, publish_files
from cases.moderation.duplicates import flagged_duplicates
from cases.moderation.queue import QueueFilter, lanes
from cases.moderation.roles import allowed

PER_PAGE = 50
TURNED_DOWN = {
    "refuse": Submission.State.REFUSED,
    "duplicate": Submission.State.DUPLICATE,
    "spam": Submission.State.SPAM,
}


@allowed("read")
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Contributions that wait, oldest first, with filters."""
    chosen = QueueFilter(request.GET, queryset=Submission.objects.all())
    page = Paginator(chosen.qs.prefetch_related("changes"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"filter": chosen, "page": page, "lanes": lanes(), "section": "moderation"}
    context |= {"messages": messages.get_messages(request), "moderator": request.user}
    return render(request, "moderation/queue.html", context)


@allowed("decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One contribution: read it, change it, publish it, ask, or refuse."""
    submission = get_object_or_404(Submission.objects.prefetch_related("changes"), pk=pk)
    if request.method != "POST":
        return _show(request, submission, reviews_of(submission), DecisionForm())
    form = DecisionForm(request.POST)
    reviews = reviews_of(submission, request.POST)
    if not form.is_valid():
        return _show(request, submission, reviews, form, status=422)
    try:
        return _decide(request, submission, reviews, form.cleaned_data)
    except decide.AlreadyDecided:
        problem = _("This contribution was decided, or changed, since you opened it.")
    except decide.TargetGone as gone:
        problem = _("“%(title)s” was merged or withdrawn: this change cannot be published.") % {
            "title": gone.change.title
        }
    except decide.Conflict as conflict:
        problem = _("“%(title)s” changed since you opened this page. Look at it again.") % {
            "title": conflict.change.title
        }
    except decide.NothingLeft:
        problem = _("Every record was left out: refuse the contribution instead, with a reason.")
    except Refused as refused:
        problem = str(refused)
    submission.refresh_from_db()  # what was undone in the database still stands in memory
    return _show(request, submission, reviews_of(submission), form, problem, status=409)


def _decide(request, submission, reviews, decision: dict) -> HttpResponse:
    version, reason = decision["version"], decision["reason"]
    if decision["action"] == "accept":
        checked = [review.form.is_valid() for review in reviews if review.bound]
        if not all(checked):
            problem = _("Correct the fields marked below before publishing.")
            return _show(
                request, submission, reviews, DecisionForm(request.POST), problem, status=422
            )
        if unsettled(reviews, request.POST):
            problem = _("Choose, for each field that changed since, what to publish.")
            return _show(
                request, submission, reviews, DecisionForm(request.POST), problem, status=409
            )
        edits = edits_of(reviews, request.POST)
        files = publish_files.chosen(submission, request.POST)
        revisions = decide.accept(submission, version, request.user, edits, reason, files)
        text = ngettext("%(n)d record published.", "%(n)d records published.", len(revisions))
        messages.success(request, text % {"n": len(revisions)})
    elif decision["action"] == "ask":
        decide.ask(submission, version, request.user, reason)
        messages.success(request, _("The question stands under the receipt."))
    elif decision["action"] == "reopen":
        decide.reopen(submission, version, request.user)
        messages.success(request, _("The contribution waits again."))
    else:
        state = TURNED_DOWN[decision["action"]]
        decide.refuse(submission, version, request.user, reason or str(state.label), state)
        messages.success(request, _("Set aside; the reason stands under the receipt."))
    return redirect("moderation-queue")


def _show(request, submission, reviews, form, problem="", status=200) -> HttpResponse:
    context = {
        "submission": submission,
        "reviews": reviews,
        "form": form,
        "problem": problem,
        "repeated": flagged_duplicates(submission),
        "moderator": request.user,
        "section": "moderation",
    }
    return render(request, "moderation/review.html", context, status=status)
