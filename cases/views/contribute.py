"""Contributing: forms without account, cookie or JavaScript. Nothing is kept until it is sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.contribution import Contribution
from cases.forms.fields import EntriesField, TermsField
from cases.intake.models import Submission
from cases.kinds import KINDS, Kind
from cases.models import Entry, Revision
from cases.moderation import form_tokens, receipts, submit
from cases.moderation.duplicates import possible_duplicates
from cases.moderation.flags import flags_of
from cases.moderation.lanes import lane_of
from cases.readable import Reader
from cases.snapshots import form_data

NOT_TYPED = ("action", "token", "base_number")


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """What would you like to add?"""
    kinds = [kind for kind in KINDS.values() if kind.contribute]
    return render(request, "contribute/choose.html", {"kinds": kinds, "section": "contribute"})


@csrf_exempt  # an anonymous form has no authority to forge: it carries a signed token instead
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_record(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Propose a new record of this kind."""
    if request.method == "POST":
        return _answer(request, Contribution(kind, request.POST))
    return _show_form(request, Contribution(kind, initial=_prefilled(request, kind)))


def _prefilled(request, kind: Kind) -> dict:
    """What a link already says of the new record: `?places=nice`, `?role-0-entry=vendor/xxii`."""
    initial = {}
    for name, field in kind.form.base_fields.items():
        given = request.GET.getlist(name)
        if given:
            several = isinstance(field, EntriesField | TermsField)
            initial[name] = given if several else given[0]
    for rows in kind.form.ROWS:
        start = f"{rows.prefix}-0-"
        row = {k.removeprefix(start): v for k, v in request.GET.items() if k.startswith(start)}
        if row:
            initial[rows.name] = [row]
    return initial


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_record(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """Propose a change of a record; `?from=3` starts from what revision 3 stated."""
    entry = get_object_or_404(Entry.objects.select_related("merged_into"), kind=kind.key, slug=slug)
    if request.method != "POST":
        if entry.merged_into:
            return redirect("record-edit", kind, entry.merged_into.slug)
        record = get_object_or_404(kind.model, pk=entry.pk)
        return _show_form(request, _edit_from(request, kind, record))
    if not entry.is_live:
        return _target_is_gone(request, kind, entry)
    record = get_object_or_404(kind.model, pk=entry.pk)
    base = _base_number(request, record.version)
    return _answer(request, Contribution(kind, request.POST, record=record, base_number=base))


def _edit_from(request, kind: Kind, record) -> Contribution:
    number = request.GET.get("from", "")
    if not (number.isdecimal() and len(number) < 9):
        return Contribution(kind, record=record)
    revision = get_object_or_404(Revision, entry=record.entry, number=int(number))
    typed = form_data(revision.snapshot, kind.form)
    return Contribution(kind, typed, record=record, base_number=record.version)


def _base_number(request, version: int) -> int:
    """The revision that the sender read, as the form says; the current one if it says nothing."""
    sent = request.POST.get("base_number", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else version


def _answer(request, contribution: Contribution) -> HttpResponse:
    """Errors, the form again, the preview, or the receipt."""
    if request.POST.get("action") == "edit":
        return _show_form(request, contribution)
    if not contribution.is_valid():
        return _show_form(request, contribution, errors=contribution.errors())
    if request.POST.get("action") == "send":
        return _send(request, contribution)
    return _show_preview(request, contribution)


def _send(request, contribution: Contribution) -> HttpResponse:
    token = request.POST.get("token", "")
    age = form_tokens.age_of(token)
    if age in (form_tokens.Age.EXPIRED, form_tokens.Age.FORGED):
        notice = _("This form had expired. Nothing is lost: check it and send it again.")
        return _show_preview(request, contribution, notice=notice)
    about = contribution.about.cleaned_data
    flags = flags_of(contribution.proposals(), about["basis"])
    if age is form_tokens.Age.HASTY:
        flags.append({"flag": Submission.Flag.HASTY, "why": ""})
    try:
        submission = submit.submit(
            contribution.proposals(), token, basis=about["basis"],
            basis_note=about["basis_note"], lane=lane_of(flags), flags=flags,
        )  # fmt: skip
    except submit.Replayed:
        notice = _("You already sent this form with other content. Send again to add this as well.")
        return _show_preview(request, contribution, notice=notice)
    context = {"submission": submission, "code": receipts.code_for(token), "section": "contribute"}
    return render(request, "contribute/receipt_given.html", context)


def _show_form(
    request, contribution: Contribution, errors=(), notice="", status=200
) -> HttpResponse:
    context = {
        "contribution": contribution,
        "kind": contribution.kind,
        "errors": errors,
        "notice": notice,
        "token": _token(request),
        "section": "contribute",
    }
    return render(request, "contribute/form.html", context, status=422 if errors else status)


def _show_preview(request, contribution: Contribution, notice="") -> HttpResponse:
    proposals = contribution.proposals()
    declared = {n: proposal.title for n, proposal in enumerate(proposals)}
    parts = [
        {
            "kind": KINDS[proposal.kind],
            "proposal": proposal,
            "lines": Reader(KINDS[proposal.kind], proposal.data, declared=declared).lines(
                proposal.data
            ),
        }
        for proposal in proposals
    ]
    context = {
        "parts": parts,
        "kind": contribution.kind,
        "about": contribution.about,
        "duplicates": possible_duplicates(proposals),
        "typed": _typed(request),
        "token": form_tokens.issue() if notice else _token(request),
        "base_number": contribution.base_number,
        "notice": notice,
        "section": "contribute",
    }
    return render(request, "contribute/preview.html", context)


def _token(request) -> str:
    """The token of the form being filled in, or a new one."""
    sent = request.POST.get("token", "")
    known = form_tokens.age_of(sent) in (form_tokens.Age.GOOD, form_tokens.Age.HASTY)
    return sent if known else form_tokens.issue()


def _typed(request) -> list[tuple[str, str]]:
    """Everything typed, to be carried by the next page."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_TYPED
        for value in values
    ]


def _target_is_gone(request, kind: Kind, entry: Entry) -> HttpResponse:
    """The record was merged or withdrawn while the person typed: their text stays."""
    if entry.merged_into:
        target = entry.merged_into
        record = get_object_or_404(kind.model, pk=target.pk)
        notice = _(
            "This record was merged into “%(title)s” meanwhile. Your text is below, on that record."
        )
        contribution = Contribution(kind, request.POST, record=record)
        notice = notice % {"title": target}
    else:
        notice = _("This record was withdrawn meanwhile and cannot be changed. Your text is below: "
                   "sent from here, it is proposed as a new record.")  # fmt: skip
        contribution = Contribution(kind, request.POST)
    contribution.is_valid()
    return _show_form(request, contribution, notice=notice, status=409)
