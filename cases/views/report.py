"""The four doors of a record: correct, reply, use a right, notify. No account, no cookie."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases import history
from cases.evidence.storage import NoSpace
from cases.forms.report import DOORS, ReplyForm
from cases.kinds import Kind
from cases.models import Entry
from cases.moderation import arrive, complain, form_tokens, receipts, submit, throttle
from cases.moderation.manner import TRAP, manner_of
from cases.readable import Reader

from .guards import target_of
from .sending import RETRY_AFTER

MOST_PREFILLED = 1_000


@csrf_exempt  # an anonymous form has no authority to forge: it carries a signed token instead
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """One page, four doors; `?passage=amount` begins with what that field states."""
    entry = get_object_or_404(Entry.objects.select_related("merged_into"), kind=kind.key, slug=slug)
    target = target_of(entry)
    if request.method != "POST":
        if target != entry:
            return redirect("record-report", kind, target.slug)
        return _show(request, kind, entry, _forms(request, kind, entry))
    door = request.POST.get("door", "")
    forms = _forms(request, kind, target, door)
    chosen = next((form for form in forms if form.is_bound), None)
    if chosen is None:
        return _show(request, kind, target, forms, _("Choose one of the four ways below."), 422)
    if not chosen.is_valid():
        return _show(request, kind, target, forms, status=422)
    return _send(request, kind, target, forms, chosen)


def _send(request, kind: Kind, entry: Entry, forms: list, chosen) -> HttpResponse:
    token = request.POST.get("token", "")
    age = form_tokens.age_of(token)
    if age in (form_tokens.Age.EXPIRED, form_tokens.Age.FORGED):
        notice = _("This form had expired. Nothing is lost: check it and send it again.")
        return _show(request, kind, entry, forms, notice)
    key = throttle.key_of(request)
    # No question is asked here: whoever uses a right need not prove anything (manner.py).
    manner = replace(manner_of(request.POST, None), unanswered=False)
    try:
        submission = arrive.receive_complaint(entry, chosen.sent(), token, manner, key)
    except NoSpace:
        notice = _("There is no room left at the moment. Keep this page, and send it again later.")
        response = _show(request, kind, entry, forms, notice, 503)
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    except submit.Replayed:
        notice = _("You already sent this form with other content. Send again to add this as well.")
        return _show(request, kind, entry, forms, notice)
    context = {"submission": submission, "complaint": submission.complaint, "entry": entry,
               "code": receipts.code_for(token), "section": "contribute"}  # fmt: skip
    return render(request, "report/received.html", context)


def _forms(request, kind: Kind, entry: Entry, door: str = "") -> list:
    """The four forms, the one that was sent bound to what was sent."""
    initial = _prefilled(request, kind, entry)
    return [
        form_class(
            request.POST if door == form_class.DOOR else None,
            initial=initial,
            **({"lines": complain.lines_allowed(entry)} if form_class is ReplyForm else {}),
        )
        for form_class in DOORS
    ]


def _prefilled(request, kind: Kind, entry: Entry) -> dict:
    """The address of the page, and what a field of it states when the link names one."""
    page = reverse("record-detail", args=[kind.word, entry.slug])
    initial = {"address": request.build_absolute_uri(page)}
    name = request.GET.get("passage", "")
    if entry.is_live and name in Reader(kind).names():
        state = history.current_state(entry)
        line = Reader(kind, state).line(name, state.get(name))
        initial["field"] = name
        initial["passage"] = f"{line.label} – {line.text}"[:MOST_PREFILLED]
    return initial


def _show(request, kind: Kind, entry: Entry, forms: list, notice="", status=200) -> HttpResponse:
    bound = next((form for form in forms if form.is_bound), None)
    context = {
        "kind": kind,
        "entry": entry,
        "forms": forms,
        "opened": bound.DOOR if bound else request.GET.get("door", ""),
        "bound": bound,
        "notice": notice,
        "trap": TRAP,
        "trapped": request.POST.get(TRAP, ""),
        "token": form_tokens.issue() if notice else _token(request),
        "section": "contribute",
    }
    return render(request, "report/doors.html", context, status=status)


def _token(request) -> str:
    """The token of the form being filled in, or a new one."""
    sent = request.POST.get("token", "")
    known = form_tokens.age_of(sent) in (form_tokens.Age.GOOD, form_tokens.Age.HASTY)
    return sent if known else form_tokens.issue()
