"""The list of reasons and ready-made replies, which moderators edit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.decision import ReasonForm
from cases.intake.models import Reason
from cases.moderation.reasons import keep_reason
from cases.moderation.roles import allowed


@allowed("reasons")
@never_cache
@require_safe
def reasons(request: HttpRequest) -> HttpResponse:
    """Every reason, by what it is used for."""
    context = {
        "reasons": Reason.objects.all(), "messages": messages.get_messages(request),
        "moderator": request.user, "section": "reasons",
    }  # fmt: skip
    return render(request, "moderation/reasons.html", context)


@allowed("reasons")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a reason, or change one. What was said with it before keeps its words."""
    known = get_object_or_404(Reason, pk=pk) if pk else None
    form = ReasonForm(request.POST if request.method == "POST" else None, instance=known)
    if form.is_bound and form.is_valid():
        keep_reason(form, request.user)
        messages.success(request, _("Kept: it is offered from now on."))
        return redirect("moderation-reasons")
    context = {"form": form, "known": known, "moderator": request.user, "section": "reasons"}
    return render(request, "moderation/reason.html", context, status=422 if form.is_bound else 200)
