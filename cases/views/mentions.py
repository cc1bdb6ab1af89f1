"""What links to a record, and the names that texts link to and that nobody has written yet."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import mentions
from cases.lists import PAGE_SIZE, NoSuchPage, page_number

from .guards import with_entry


@require_safe
@with_entry
def links(request, kind, entry):
    """All records that link to this one, by kind, fifty a page."""
    page = _page(request, mentions.inbound_of(entry))
    groups = mentions.grouped(list(page))
    context = {"kind": kind, "entry": entry, "groups": groups, **_around(page)}
    return render(request, "records/links.html", context)


@require_safe
def wanted(request):
    """Names that texts link to without a record, the most wanted first."""
    page = _page(request, mentions.wanted())
    return render(
        request, "wanted.html", {"names": mentions.with_texts(list(page)), **_around(page)}
    )


def _page(request, queryset):
    try:
        number = page_number(request.GET.get("page", "1"))
    except NoSuchPage:
        raise Http404 from None
    pages = Paginator(queryset, PAGE_SIZE)
    if number > pages.num_pages:
        raise Http404
    return pages.page(number)


def _around(page) -> dict:
    """What the links to the pages before and after need."""
    return {
        "number": page.number,
        "pages": page.paginator.num_pages,
        "total": page.paginator.count,
        "previous_url": f"?page={page.number - 1}" if page.has_previous() else "",
        "next_url": f"?page={page.number + 1}" if page.has_next() else "",
    }
