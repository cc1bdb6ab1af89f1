"""The public pages of reading: home, search, lists and records. No cookie, no session."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import overview
from cases.dossiers import dossier_of, with_everything
from cases.lists import NoSuchPage, page_of
from cases.pages import page_for
from cases.qr import picture
from cases.search.documents import find_documents
from cases.search.finding import find
from cases.sheet import sheet_for

from .dated import as_of
from .guards import with_entry

MOST_TYPED = 200


@require_safe
def home(request):
    """What the register holds, and the two things one can do: search and report."""
    columns, cases = overview.cases()
    context = {
        "figures": overview.figures(),
        "median_wait": overview.median_wait(timezone.localdate()),
        "departments": overview.departments(),
        "ledger": overview.money(),
        "columns": columns,
        "cases": cases,
        "gaps": overview.gaps(),
        "changes": overview.last_changes(),
    }
    return render(request, "home.html", context)


@require_safe
def search(request):
    """Records by name, code, postcode or words, grouped by kind."""
    typed = request.GET.get("q", "").replace("\x00", " ")[:MOST_TYPED].strip()
    return render(
        request,
        "search.html",
        {"q": typed, "found": find(typed), "documents": find_documents(typed)},
    )


@require_safe
def record_list(request, kind):
    """The list of a kind, filtered as the query string says."""
    try:
        page = page_of(kind, request.GET, request.GET.get("page", "1"))
    except NoSuchPage:
        raise Http404 from None
    templates = [f"lists/{kind.key}.html", "lists/list.html"]
    return render(request, templates, {"kind": kind, "page": page})


@require_safe
@with_entry
def record_detail(request, kind, entry):
    """The page of one record; `?at=2026-11-22` is what it stated at the end of that day."""
    if "at" in request.GET:
        return as_of(request, kind, entry, request.GET["at"].strip())
    record, linked = _dossier(kind, entry)
    return render(request, kind.template, page_for(record, linked) | _address(request, record))


@require_safe
@with_entry
def record_sheet(request, kind, entry):
    """Its essentials as a sheet of paper, with a square picture that leads to the page."""
    record, linked = _dossier(kind, entry)
    context = sheet_for(record, linked) | _address(request, record)
    context["qr"] = picture(context["address"])
    return render(request, "records/sheet.html", context)


def _dossier(kind, entry):
    """The record with its links, and what is linked to it."""
    record = get_object_or_404(with_everything(kind.model.objects.all()), pk=entry.pk)
    return record, dossier_of(record)


def _address(request, record) -> dict:
    """The address to cite, and the day on which it was read."""
    address = request.build_absolute_uri(record.get_absolute_url())
    return {"address": address, "today": timezone.localdate()}


@require_safe
def cities(request: HttpRequest) -> HttpResponse:
    """The places that are towns."""
    return redirect(f"{reverse('record-list', args=['places'])}?kind=commune", permanent=True)
