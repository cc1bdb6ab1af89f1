"""What is done to one record: withdraw it, confirm it, merge it (editors), undo either."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.forms.tools import FindForm, HideForm, MergeForm
from cases.history import Refused
from cases.intake.models import Operation
from cases.kinds import KINDS, Kind
from cases.models import Entry, SourceFile
from cases.moderation import merge, withdraw
from cases.moderation.roles import allowed, may

PROBLEMS = (merge.CannotMerge, withdraw.CannotWithdraw, withdraw.CannotConfirm, Refused)
MERGING = ("preview", "merge")
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
    """Withdraw one record, or merge it after a preview of what moves."""
    entry = get_object_or_404(Entry.objects.live(), kind=kind.key, slug=slug)
    action, may_merge = request.POST.get("action", ""), may(request.user, "merge")
    if action in MERGING and not may_merge:
        raise PermissionDenied
    merging = MergeForm(kind, request.POST if action in MERGING else None)
    withdrawing = HideForm(request.POST if action == "withdraw" else None, prefix="withdraw")
    moved, problem = None, ""
    try:
        if merging.is_bound and merging.is_valid():
            target, reason = merging.cleaned_data["target"], merging.cleaned_data["reason"]
            moved = merge.what_moves(entry, target)
            if action == "merge":
                merge.merge_records(entry, target, request.user, reason)
                return _done(request, _("Merged: the old address now leads to the other record."))
        if withdrawing.is_bound and withdrawing.is_valid():
            withdraw.withdraw(entry, request.user, **withdrawing.cleaned_data)
            return _done(request, _("Withdrawn: a tombstone stands. Somebody else confirms it."))
    except PROBLEMS as error:
        problem = str(error)
    context = {
        "entry": entry, "kind": kind, "merging": merging if may_merge else None,
        "may_erase": may(request.user, "erase"),
        "files": SourceFile.objects.filter(source=entry.pk),
        "withdrawing": withdrawing, "moved": moved, "problem": problem, "moderator": request.user,
    }  # fmt: skip
    bad = problem or merging.errors or withdrawing.errors
    return render(request, "moderation/record.html", context, status=422 if bad else 200)


@allowed("hide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def operations(request: HttpRequest) -> HttpResponse:
    """Merges and withdrawals, newest first: to confirm, or to undo."""
    problem = ""
    if request.method == "POST":
        try:
            return _done(request, _act(request))
        except PROBLEMS as error:
            problem = str(error)
    listed = Operation.objects.select_related("moderator", "confirmed_by")[:MOST_OPERATIONS]
    context = {
        "operations": listed,
        "may_merge": may(request.user, "merge"),
        "problem": problem,
        "messages": messages.get_messages(request),
        "moderator": request.user,
    }
    return render(request, "moderation/operations.html", context, status=409 if problem else 200)


def _act(request) -> str:
    """Confirm or undo, as the page asks; what was done, in words."""
    number = request.POST.get("operation", "")
    valid = number.isdecimal() and len(number) < 12
    operation = get_object_or_404(Operation, pk=int(number) if valid else 0)
    if request.POST.get("action") == "confirm":
        withdraw.confirm(operation, request.user)
        return _("Confirmed: the withdrawal stands.")
    if operation.kind == Operation.Kind.WITHDRAWAL:
        withdraw.undo_withdrawal(operation, request.user)
    elif may(request.user, "merge"):
        merge.undo_merge(operation, request.user)
    else:
        raise PermissionDenied
    return _("Undone: the record stands again.")


def _done(request, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("moderation-operations")
