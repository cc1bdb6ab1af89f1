"""What is missing, as tasks that a visitor can take."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cases import tasks
from cases.expected import EXPECTED
from cases.kinds import KINDS
from cases.lists import NoSuchPage, page_number

from .guards import dear


@require_safe
@dear
def page(request: HttpRequest) -> HttpResponse:
    """`/tasks/?type=again&place=nice&kind=camera&page=2`."""
    asked, day = tasks.read(request.GET), timezone.localdate()
    try:
        number = page_number(request.GET.get("page", "1"))
    except NoSuchPage:
        raise Http404 from None
    pages = Paginator(tasks.waiting(asked, asked.type, day), tasks.PAGE_SIZE)
    if number > pages.num_pages:
        raise Http404
    shown = pages.page(number)
    context = {
        "asked": asked,
        "tasks": tasks.tasks(asked, shown),
        "page": shown,
        "types": [_type(asked, key, day, pages) for key in tasks.TYPES],
        "kinds": [KINDS[key] for key in EXPECTED],
        "previous_url": _query(asked, page=number - 1) if shown.has_previous() else "",
        "next_url": _query(asked, page=number + 1) if shown.has_next() else "",
    }
    return render(request, "tasks.html", context)


def _type(asked, key: str, day, pages: Paginator) -> dict:
    """A type of task, with how many there are and the address that shows them."""
    chosen = key == asked.type
    count = pages.count if chosen else len(tasks.waiting(asked, key, day))
    return {"label": tasks.TYPES[key], "count": count, "query": _query(asked, type=key),
            "selected": chosen}  # fmt: skip


def _query(asked, **more) -> str:
    """The query string of another page or type, in one order."""
    place = asked.place.slug if asked.place else asked.typed
    given = {"type": asked.type, "kind": asked.kind, "place": place, **more}
    if given.get("page") == 1:
        del given["page"]
    return f"?{urlencode({name: value for name, value in given.items() if value})}"
