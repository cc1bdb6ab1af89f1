"""Erasing for good: one person asks after seeing every place, another one confirms."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.forms.erase import EraseForm
from cases.history import Refused
from cases.intake.models import ErasureRequest
from cases.kinds import Kind
from cases.models import Entry
from cases.moderation import erase_requests
from cases.moderation.erase_places import choices, places
from cases.moderation.proof import recently_proven
from cases.moderation.roles import allowed, may
from cases.moderation.to_erase import CannotErase

PROBLEMS = (CannotErase, Refused)
MOST = 200


@allowed("erase")
@recently_proven
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """Choose what to erase of one record, see where it stands, then ask for it."""
    entry = get_object_or_404(Entry, kind=kind.key, slug=slug)
    may_alone = may(request.user, "erase_alone")
    given = request.POST if request.method == "POST" else None
    form = EraseForm(choices(entry), given, may_alone=may_alone)
    found, problem = None, ""
    if form.is_bound and form.is_valid():
        asked = form.asked()
        try:
            found = places(entry, asked["path"], asked["first"], asked["last"])
            if request.POST.get("action") == "ask":
                return _ask(request, entry, asked, bool(form.cleaned_data.get("alone")))
        except PROBLEMS as error:
            problem = str(error)
    context = {
        "entry": entry, "kind": kind, "form": form, "found": found, "problem": problem,
        "moderator": request.user,
    }  # fmt: skip
    bad = problem or form.errors
    return render(request, "moderation/erase.html", context, status=422 if bad else 200)


@allowed("erase")
@recently_proven
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """What was asked to be erased: confirm, drop, or look at what one person did alone."""
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _act(request))
            return redirect("moderation-erasures")
        except PROBLEMS as error:
            problem = str(error)
    listed = ErasureRequest.objects.select_related("moderator", "seen_by")[:MOST]
    context = {
        "requests": listed,
        "problem": problem,
        "messages": messages.get_messages(request),
        "moderator": request.user,
    }
    return render(request, "moderation/erasures.html", context, status=409 if problem else 200)


def _ask(request, entry: Entry, asked: dict, alone: bool) -> HttpResponse:
    if alone:
        if not may(request.user, "erase_alone"):
            raise PermissionDenied
        erase_requests.erase_alone(entry, request.user, **asked)
        messages.success(request, _("Erased for good. Somebody else looks at it."))
    else:
        erase_requests.ask(entry, request.user, **asked)
        messages.success(request, _("Asked: somebody else confirms it, then it is erased."))
    return redirect("moderation-erasures")


def _act(request) -> str:
    """Confirm, drop or see, as the page asks; what was done, in words."""
    number, action = request.POST.get("request", ""), request.POST.get("action", "")
    valid = number.isascii() and number.isdecimal() and len(number) < 12
    asked = get_object_or_404(ErasureRequest, pk=int(number) if valid else 0)
    if action == "confirm":
        erase_requests.confirm(asked, request.user)
        return _("Erased for good.")
    if action == "see":
        erase_requests.see(asked, request.user)
        return _("Noted: somebody else has looked at it.")
    if action == "drop":
        erase_requests.drop(asked, request.user)
        return _("Dropped: nothing is erased.")
    raise CannotErase(_("Choose what to do."))
