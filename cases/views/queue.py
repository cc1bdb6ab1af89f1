"""The moderators' evening: the queue lane by lane, the next one, many at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.decision import BulkForm
from cases.intake.models import Submission
from cases.moderation import bulk, claims, figures, saved_filters
from cases.moderation.excerpt import excerpt
from cases.moderation.queue import TO_READ, QueueFilter, next_after
from cases.moderation.roles import allowed

PER_PAGE = 50
PASSED, MOST_PASSED = "passed", 500  # in the session: what was left for another evening


@allowed("read")
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Contributions that wait, deadlines first, with lanes, filters and figures."""
    claims.release_expired()
    chosen = QueueFilter(request.GET, queryset=Submission.objects.all(), user=request.user)
    found = chosen.qs.select_related("claimed_by").prefetch_related("changes")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen, "page": page, "lane": request.GET.get("lane", ""),
        "query": query_of(request), "lanes": figures.lanes_waiting(),
        "figures": figures.queue_figures(), "saved": request.user.saved_filters.all(),
        "pages": _pages(request, page), "messages": messages.get_messages(request),
        "moderator": request.user, "section": "moderation",
    }  # fmt: skip
    return render(request, "moderation/queue.html", context)


@allowed("decide")
@never_cache
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """Go to the next contribution of this filter that nobody else holds.

    `?past=12` is the one just left: decided, or to be passed over for this evening. A complaint
    is offered once an evening, for it may have to wait for advice. Without `past` it begins anew.
    """
    past = request.GET.get("past", "")
    passed = request.session.get(PASSED, []) if past else []
    if past.isdecimal() and len(past) < 12:
        passed = [*passed, int(past)][-MOST_PASSED:]
    submission, query = next_after(request.user, request.GET, passed), query_of(request)
    if submission and submission.lane == Submission.Lane.DOORS:
        passed = [*passed, submission.pk]
    request.session[PASSED] = passed
    if submission is None:
        return redirect(f"{reverse('moderation-queue')}{query}")
    return redirect(f"{reverse('moderation-review', args=[submission.pk])}{query}")


@allowed("decide")
@never_cache
@require_safe
def preceding(request: HttpRequest) -> HttpResponse:
    """Go back to the last one passed over this evening that still waits, else to the queue."""
    passed, submission = list(request.session.get(PASSED, [])), None
    while passed and submission is None:
        submission = Submission.objects.filter(pk=passed.pop(), state__in=TO_READ).first()
    request.session[PASSED] = passed
    query = query_of(request)
    if submission is None:
        return redirect(f"{reverse('moderation-queue')}{query}")
    return redirect(f"{reverse('moderation-review', args=[submission.pk])}{query}")


@allowed("bulk")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """Many contributions on one page, chosen beforehand; one decision for those left ticked."""
    form = BulkForm(request.POST) if request.method == "POST" else BulkForm(initial=_first(request))
    versions = _versions(request.POST)
    if form.is_bound and form.is_valid() and versions:
        outcome = bulk.decide_all(
            versions, request.user, form.cleaned_data["action"], form.said()
        )  # fmt: skip
        _tell(request, outcome)
        return redirect("moderation-queue")
    chosen = _chosen(request)
    context = {
        "form": form, "items": [(each, excerpt(each)) for each in chosen[: bulk.MOST]],
        "problem": _("Tick at least one.") if form.is_bound and not versions else "",
        "ticked": set(versions), "moderator": request.user, "section": "moderation",
    }  # fmt: skip
    bad = form.is_bound
    return render(request, "moderation/together.html", context, status=422 if bad else 200)


@allowed("read")
@never_cache
@require_POST
def filters(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the queue under a name, or forget one."""
    if "forget" in request.POST:
        saved_filters.forget(request.user, request.POST["forget"])
        return redirect("moderation-queue")
    query = _clean(request.POST.get("query", ""))
    try:
        saved_filters.keep(request.user, request.POST.get("name", ""), query)
    except saved_filters.NotKept:
        messages.warning(request, _("Give the filter a name; thirty can be kept."))
    return redirect(f"{reverse('moderation-queue')}?{query}")


def query_of(request: HttpRequest) -> str:
    """The filters of the queue in an address, to be carried from page to page; "" without."""
    kept = _clean(request.GET.urlencode())
    return f"?{kept}" if kept else ""


def _clean(query: str) -> str:
    """Only the filters that exist, in their order."""
    given = QueryDict(query)
    kept = QueryDict(mutable=True)
    for name in QueueFilter.base_filters:
        if given.get(name):
            kept[name] = given[name]
    return kept.urlencode()


def _pages(request, page) -> dict:
    """The addresses of the pages before and after."""
    query = query_of(request) or "?"
    link = f"{query}&page=" if query != "?" else "?page="
    return {
        "previous_url": f"{link}{page.number - 1}" if page.has_previous() else "",
        "next_url": f"{link}{page.number + 1}" if page.has_next() else "",
    }


def _first(request) -> dict:
    """The decision that a page opened from a lane begins with."""
    lane, state = request.GET.get("lane"), request.GET.get("state")
    if state in Submission.TURNED_DOWN:
        return {"action": bulk.REOPEN}
    if lane == Submission.Lane.CHECKS:
        return {"action": bulk.ACCEPT}
    return {"action": "duplicate" if lane == Submission.Lane.DUPLICATE else "spam"}


def _chosen(request):
    """The contributions of the page: those numbered in its address, or those of its filter."""
    numbers = [n for n in request.GET.getlist("pk") if n.isdecimal() and len(n) < 12]
    everything = Submission.objects.all()
    if numbers:
        found = everything.filter(pk__in=numbers[: bulk.MOST]).order_by("id")
    elif query_of(request):
        found = QueueFilter(request.GET, queryset=everything, user=request.user).qs
    else:
        found = everything.none()
    return found.select_related("claimed_by").prefetch_related("changes")


def _versions(posted) -> dict[int, int]:
    """{number: version seen} of the ticked contributions."""
    found = {}
    for number in posted.getlist("pk"):
        version = posted.get(f"version-{number}", "")
        if all(text.isdecimal() and len(text) < 12 for text in (number, version)):
            found[int(number)] = int(version)
    return found


def _tell(request, outcome: bulk.Outcome) -> None:
    """Say what was decided, and what was not."""
    text = ngettext("%(n)s contribution decided.", "%(n)s contributions decided.", outcome.done)
    messages.success(request, text % {"n": outcome.done})
    if outcome.left:
        numbers = ", ".join(str(submission.pk) for submission in outcome.left)
        messages.warning(
            request,
            _("Not touched, for somebody else decided or holds them, or they are not of your "
              "departments: %(numbers)s.") % {"numbers": numbers},
        )  # fmt: skip
