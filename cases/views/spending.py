"""Public money in figures, and each of its charts to take away."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.charts.bars import drawing_of
from cases.charts.png import as_png
from cases.charts.svg import as_svg
from cases.exchange.tables import csv_lines
from cases.spending.page import CHARTS, COLUMNS, Money, lines_of_file

from .guards import dear


@require_safe
@dear
def money(request: HttpRequest) -> HttpResponse:
    """Lines of money added up where they may be, with the filters of their list."""
    asked = Money(request.GET)
    parts = [
        {"breakdown": one, "svg": as_svg(drawing_of(one), one.name)} for one in asked.breakdowns
    ]
    context = {"money": asked, "heading": asked.heading, "parts": parts}
    return render(request, "money/money.html", context)


@require_safe
@dear
def chart(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """One chart as a file: `svg`, `png`, or its figures as `csv`."""
    if name not in CHARTS:
        raise Http404
    breakdown = Money(request.GET).breakdown(name)
    if ending == "csv":
        root = reverse("record-list", args=["funding"])
        lines = csv_lines(COLUMNS, lines_of_file(breakdown.rows, request.build_absolute_uri, root))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    elif ending == "png":
        response = HttpResponse(as_png(drawing_of(breakdown)), content_type="image/png")
    else:
        svg = as_svg(drawing_of(breakdown), name)
        response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    disposition = "inline" if ending == "svg" else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="money-{name}.{ending}"'
    return response
