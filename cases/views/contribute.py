"""Contributing: forms without account, cookie or JavaScript. Nothing is kept until it is sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.attach import Attached, attach, use_instead
from cases.forms.contribution import Contribution
from cases.forms.fields import EntriesField, TermsField
from cases.forms.lookup import by_address
from cases.forms.one_more import with_one_more
from cases.forms.steps import errors_on, steps_of, walks
from cases.kinds import KINDS, Kind
from cases.models import Entry, Revision
from cases.moderation.half_typed import repeats_of
from cases.snapshots import form_data

from . import sending, stepping
from .guards import dear


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """What would you like to add?"""
    kinds = [kind for kind in KINDS.values() if kind.contribute]
    return render(request, "contribute/choose.html", {"kinds": kinds, "section": "contribute"})


@csrf_exempt  # an anonymous form has no authority to forge: it carries a signed token instead
@require_http_methods(["GET", "HEAD", "POST"])
def new_record(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Propose a new record of this kind: step by step, or on one page with `?all=1`."""
    if request.method != "POST":
        contribution = Contribution(kind, initial=_prefilled(request, kind))
        if "all" not in request.GET:
            return stepping.show(request, contribution, steps_of(contribution)[0])
        return _on_one_page(request, contribution)
    contribution = Contribution(kind, with_one_more(kind, request.POST))
    if walks(contribution, request.POST) and not {"action", "use"}.intersection(request.POST):
        return stepping.answer(request, contribution)
    return _on_one_page(request, contribution)


@never_cache
def _on_one_page(request, contribution: Contribution) -> HttpResponse:
    """The whole form, the preview or the receipt, as what was sent asks."""
    if request.method != "POST":
        return sending.show_form(request, contribution)
    if "use" in request.POST:
        return _use_instead(request, contribution.kind)
    return sending.answer(request, contribution)


@csrf_exempt
@never_cache
@require_POST  # what is typed stands in no address, for addresses are kept and written down
@dear
def similar(request: HttpRequest, kind: Kind) -> HttpResponse:
    """What a record being typed may repeat. Nothing is kept."""
    return render(
        request, "contribute/similar.html", {"duplicates": repeats_of(kind, request.POST)}
    )


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
        return sending.show_form(request, _edit_from(request, kind, record))
    if not entry.is_live:
        return _target_is_gone(request, kind, entry)
    record = get_object_or_404(kind.model, pk=entry.pk)
    if request.POST.get("action") == "attach":
        return _attach(request, kind, record)
    base = _base_number(request, record.version)
    typed = with_one_more(kind, request.POST)
    return sending.answer(request, Contribution(kind, typed, record=record, base_number=base))


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


def _use_instead(request, kind: Kind) -> HttpResponse:
    """A record of the register takes the place of a new one of this contribution."""
    position, _colon, reference = request.POST["use"].partition(":")
    entry = by_address(reference, tuple(KINDS)) if "/" in reference else None
    readable = position.isascii() and position.isdigit() and len(position) < 4
    try:
        if entry is None or not readable:
            raise LookupError
        attached = use_instead(kind, request.POST, int(position), entry)
    except LookupError:
        return sending.answer(request, Contribution(kind, request.POST))
    notice = _("“%(title)s” is used instead of a new record.") % {"title": entry}
    return _show_attached(request, attached, notice)


def _attach(request, kind: Kind, record) -> HttpResponse:
    """What was typed as a new record, laid over one that exists."""
    if request.POST.get("code"):  # a correction keeps its receipt, hence its record
        return redirect("receipt")
    attached = attach(kind, record, request.POST)
    notice = _("What you wrote is now added to “%(title)s”.") % {"title": record.entry}
    return _show_attached(request, attached, notice)


def _show_attached(request, attached: Attached, notice: str) -> HttpResponse:
    shown = sending.Shown(notice, attached.left, done=True)
    contribution = attached.contribution
    if contribution.is_valid():
        return sending.show_preview(request, contribution, shown)
    return sending.show_form(request, contribution, errors_on(steps_of(contribution)), shown)


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
    return sending.show_form(request, contribution, shown=sending.Shown(notice, status=409))
