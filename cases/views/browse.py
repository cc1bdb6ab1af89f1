"""The public pages of reading: home, search, lists and records. No cookie, no session."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import overview
from cases.atlas.opening import opening
from cases.dossiers import dossier_of
from cases.fewer import help_with_list, help_with_search
from cases.lists import NoSuchPage, page_of
from cases.pages import page_for
from cases.qr import picture
from cases.reading import record_at
from cases.search.documents import find_documents
from cases.search.finding import find
from cases.search.narrowing import Narrowing, address, search_from
from cases.sheet import sheet_for

from .dated import as_of
from .guards import dear, with_entry

MOST_TYPED = 200


@require_safe
def home(request):
    """What the register holds, and the two things one can do: search and report."""
    columns, cases = overview.cases()
    context = {
        "figures": overview.figures(),
        "median_wait": overview.median_wait(timezone.localdate()),
        "opening": opening(),
        "ledger": overview.money(),
        "columns": columns,
        "cases": cases,
        "gaps": overview.gaps(),
        "changes": overview.last_changes(),
    }
    return render(request, "home.html", context)


@require_safe
@dear
def search(request):
    """Records and pages of documents by name, code, postcode or words, grouped by kind."""
    typed = request.GET.get("q", "").replace("\x00", " ")[:MOST_TYPED].strip()
    narrowing = Narrowing.read(request.GET)
    found = find(typed, narrowing)
    documents = find_documents(found.question, narrowing)
    context = {
        "q": typed, "found": found, "documents": documents, "narrowing": narrowing,
        "canonical": address(typed, narrowing.pairs),
        "instead_url": address(found.instead, narrowing.pairs),
        "kinds": _kinds_found(found, typed, narrowing),
        "filters": [
            one | {"without": address(typed, narrowing.without(one["name"], one["value"]).pairs)}
            for one in narrowing.chosen()
        ],
    }  # fmt: skip
    if typed and not found.total and not documents.total:
        context["help"] = help_with_search(typed, narrowing, found)
    return render(request, "search.html", context)


def _kinds_found(found, typed, narrowing) -> list[dict]:
    """The kinds found, each with the address of what was found of it alone; none of a single."""
    groups = found.groups if len(found.groups) > 1 else []
    return [
        {"label": group.kind.plural, "total": group.total,
         "url": address(typed, [("kind", group.kind.key), *narrowing.filters])}
        for group in groups
    ]  # fmt: skip


@require_safe
@dear
def record_list(request, kind):
    """The list of a kind, filtered as the query string says."""
    try:
        page = page_of(kind, request.GET, request.GET.get("page", "1"))
    except NoSuchPage:
        raise Http404 from None
    templates = [f"lists/{kind.key}.html", "lists/list.html"]
    context = {"kind": kind, "page": page, "search": search_from(page.query),
               "q": dict(page.query).get("q", "")}  # fmt: skip
    if not page.total:
        context["help"] = help_with_list(kind, request.GET, page.query, page.chosen)
    return render(request, templates, context)


@require_safe
@with_entry
def record_detail(request, kind, entry):
    """The page of one record; `?at=2026-11-22` is what it stated at the end of that day."""
    if "at" in request.GET:
        return as_of(request, kind, entry, request.GET["at"].strip())
    whole = _whole(entry)
    context = page_for(whole, dossier_of(whole.record)) | _address(request, entry)
    return render(request, kind.template, context)


@require_safe
@with_entry
def record_sheet(request, kind, entry):
    """Its essentials as a sheet of paper, with a square picture that leads to the page."""
    record = _whole(entry).record
    context = sheet_for(record, dossier_of(record)) | _address(request, entry)
    context["qr"] = picture(context["address"])
    return render(request, "records/sheet.html", context)


def _whole(entry):
    """The record of an entry with all that its page shows of it."""
    whole = record_at(entry)
    if whole is None:
        raise Http404
    return whole


def _address(request, entry) -> dict:
    """The address to cite, and the day on which it was read."""
    address = request.build_absolute_uri(entry.get_absolute_url())
    return {"address": address, "today": timezone.localdate()}


@require_safe
def cities(request: HttpRequest) -> HttpResponse:
    """The places that are towns."""
    return redirect(f"{reverse('record-list', args=['places'])}?kind=commune", permanent=True)
