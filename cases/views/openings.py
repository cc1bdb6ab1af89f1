"""Moderators: the copies of sources, and opening the readable text of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.captures import OpeningForm
from cases.models import Capture
from cases.moderation import openings
from cases.moderation.roles import allowed

PER_PAGE = 50


@allowed("captures")
@never_cache
@require_safe
def captures(request: HttpRequest) -> HttpResponse:
    """Every copy, newest first; `?q=` narrows by the title of the source."""
    typed = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    rows = Capture.objects.filter(entry__merged_into=None, entry__withdrawn_on=None)
    if typed:
        rows = rows.filter(entry__title__icontains=typed)
    rows = rows.select_related("entry").defer("published_text").order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": typed, "moderator": request.user, "section": "captures"}
    return render(request, "moderation/captures.html", context)


@allowed("captures")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: HttpRequest, pk: int) -> HttpResponse:
    """One copy: its text, on which ground it may be opened, who did so."""
    found = get_object_or_404(Capture.objects.select_related("entry"), pk=pk)
    if request.method == "POST" and request.POST.get("action") == "close":
        openings.close_capture(pk, request.user)
        messages.success(request, _("The text is closed again."))
        return redirect("moderation-capture", pk)
    form = OpeningForm(found, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, found, form)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        openings.open_capture(pk, request.user, form.cleaned_data["text"])
    except openings.CannotOpen as error:
        return _show(request, found, form, str(error), status=409)
    messages.success(request, _("The text is open: anybody can read it."))
    return redirect("moderation-capture", pk)


def _show(request, found: Capture, form, problem: str = "", status: int = 200) -> HttpResponse:
    found = openings.ready(found)
    context = {
        "capture": found, "form": form, "problem": problem,
        "why_closed": openings.why_closed(found), "original": openings.original_text(found),
        "acts": openings.acts_on(found), "messages": messages.get_messages(request),
        "moderator": request.user, "section": "captures",
    }  # fmt: skip
    return render(request, "moderation/capture.html", context, status=status)
