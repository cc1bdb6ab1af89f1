"""The dates of the register, for any filter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.chronology import Chronology
from cases.lists import NoSuchPage, page_number

from .guards import dear


@require_safe
@dear
def timeline(request: HttpRequest) -> HttpResponse:
    """One page of dates, year by year."""
    asked = Chronology(request.GET)
    try:
        number = page_number(request.GET.get("page", "1"))
        years = asked.page(number)
    except NoSuchPage:
        raise Http404 from None
    context = {
        "asked": asked,
        "years": years,
        "number": number,
        "canonical": asked.address(page=number),
        "previous_url": asked.address(page=number - 1) if number > 1 else "",
        "next_url": asked.address(page=number + 1) if number < asked.pages else "",
    }
    return render(request, "timeline.html", context)
