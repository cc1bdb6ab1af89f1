"""Still there, gone, cannot tell: one short page for each record. No account, no cookie."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases.evidence.storage import NoSpace
from cases.expected import EXPECTED
from cases.forms.confirm import SEEN, ConfirmForm
from cases.kinds import Kind
from cases.models import Entry
from cases.moderation import arrive, checks, form_tokens, receipts, submit, throttle
from cases.moderation.manner import TRAP, manner_of

from .guards import target_of
from .sending import RETRY_AFTER, given


@csrf_exempt  # an anonymous form has no authority to forge: it carries a signed token instead
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """Ask, or store the answer as a change that waits for a moderator."""
    entry = get_object_or_404(Entry.objects.select_related("merged_into"), kind=kind.key, slug=slug)
    target = target_of(entry)
    if not target.is_live or kind.key not in EXPECTED:
        raise Http404
    if request.method != "POST":
        if target != entry:
            return redirect("record-confirm", kind, target.slug)
        return _show(request, kind, entry, ConfirmForm(kind=kind.key))
    form = ConfirmForm(request.POST, kind=kind.key)
    if not form.is_valid():
        return _show(request, kind, target, form, status=422)
    return _send(request, kind, target, form)


def _send(request, kind: Kind, entry: Entry, form: ConfirmForm) -> HttpResponse:
    token = request.POST.get("token", "")
    if form_tokens.age_of(token) in (form_tokens.Age.EXPIRED, form_tokens.Age.FORGED):
        notice = _("This form had expired. Nothing is lost: check it and send it again.")
        return _show(request, kind, entry, form, notice)
    key = throttle.key_of(request)
    proposal = checks.proposal_of(entry, form.cleaned_data)
    try:
        submission = arrive.receive_check(proposal, token, manner_of(request.POST, None), key)
    except NoSpace:
        notice = _("There is no room left at the moment. Keep this page, and send it again later.")
        response = _show(request, kind, entry, form, notice, 503)
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    except submit.Replayed:
        notice = _("You already sent this form with other content. Send again to add this as well.")
        return _show(request, kind, entry, form, notice)
    return given(request, submission, receipts.code_for(token))


def _show(request, kind: Kind, entry: Entry, form, notice="", status=200) -> HttpResponse:
    sent = request.POST.get("token", "")
    known = form_tokens.age_of(sent) in (form_tokens.Age.GOOD, form_tokens.Age.HASTY)
    context = {
        "kind": kind, "entry": entry, "form": form, "notice": notice, "is_seen": kind.key in SEEN,
        "trap": TRAP, "trapped": request.POST.get(TRAP, "")[:200],
        "token": sent if known and not notice else form_tokens.issue(),
        "last": entry.checks.order_by("-day", "-position").first(), "section": "contribute",
    }  # fmt: skip
    return render(request, "contribute/confirm.html", context, status=status)
