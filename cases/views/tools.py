"""What a moderator does to one record: merge it, withdraw it, undo either."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.forms.tools import FindForm, MergeForm, ReasonForm
from cases.history import Refused
from cases.intake.models import Operation
from cases.kinds import KINDS, Kind
from cases.models import Entry
from cases.moderation import merge, withdraw
from cases.moderation.roles import allowed, may

PROBLEMS = (merge.CannotMerge, withdraw.CannotWithdraw, Refused)
MOST_OPERATIONS = 200


@allowed("hide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Open a record by its name."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        entry = form.cleaned_data["record"]
        return redirect("moderation-record", KINDS[entry.kind], entry.slug)
    context = {"find": form, "moderator": request.user}
    return render(request, "moderation/find.html", context, status=422 if form.is_bound else 200)


@allowed("hide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """Merge or withdraw one record, after a preview of what moves."""
    entry = get_object_or_404(Entry.objects.live(), kind=kind.key, slug=slug)
    action = request.POST.get("action", "")
    if action in ("preview", "merge") and not may(request.user, "merge"):
        raise PermissionDenied
    merging = MergeForm(kind, request.POST if action in ("preview", "merge") else None)
    withdrawing = ReasonForm(request.POST if action == "withdraw" else None, prefix="withdraw")
    moved, problem = None, ""
    try:
        if merging.is_bound and merging.is_valid():
            target = merging.cleaned_data["target"]
            moved = merge.what_moves(entry, target)
            if action == "merge":
                reason = merging.cleaned_data["reason"]
                merge.merge_records(entry, target, request.user, reason)
                return _done(request, _("Merged: the old address now leads to the other record."))
        if withdrawing.is_bound and withdrawing.is_valid():
            withdraw.withdraw(entry, request.user, withdrawing.cleaned_data["reason"])
            return _done(request, _("Withdrawn: a tombstone stands at its address."))
    except PROBLEMS as error:
        problem = str(error)
    context = {
        "entry": entry, "kind": kind, "merging": merging, "withdrawing": withdrawing,
        "moved": moved, "problem": problem, "moderator": request.user,
    }  # fmt: skip
    bad = problem or merging.errors or withdrawing.errors
    return render(request, "moderation/record.html", context, status=422 if bad else 200)


@allowed("hide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def operations(request: HttpRequest) -> HttpResponse:
    """Merges and withdrawals, newest first; each can be undone."""
    problem = ""
    if request.method == "POST":
        number = request.POST.get("operation", "")
        valid = number.isdecimal() and len(number) < 12
        operation = get_object_or_404(Operation, pk=int(number) if valid else 0)
        try:
            if operation.kind == Operation.Kind.MERGE:
                if not may(request.user, "merge"):
                    raise PermissionDenied
                merge.undo_merge(operation)
            else:
                withdraw.undo_withdrawal(operation)
            return _done(request, _("Undone: the record stands again."))
        except PROBLEMS as error:
            problem = str(error)
    context = {
        "operations": Operation.objects.select_related("moderator")[:MOST_OPERATIONS],
        "problem": problem,
        "messages": messages.get_messages(request),
        "moderator": request.user,
    }
    return render(request, "moderation/operations.html", context, status=409 if problem else 200)


def _done(request, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("moderation-operations")
