"""The design system, shown with the parts that the pages themselves are made of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import overview
from cases.charts.bars import drawing_of
from cases.charts.svg import as_svg
from cases.kinds import KINDS
from cases.lists import page_of
from cases.models import Deployment
from cases.spending.page import Money
from cases.style import samples
from cases.style.tokens import tokens

MOST_OF_EACH = 3  # enough to see what it looks like


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Each component; its list and its filters are those of the deployments."""
    listed = page_of(KINDS["deployment"], request.GET)
    context = {
        "tokens": tokens(),
        "boxes": samples.boxes(),
        "states": Deployment.Status.choices,
        "form": samples.form(),
        "messages": samples.messages(),
        "key_facts": samples.key_facts(),
        "listed": listed,
        "rows": listed.rows[:MOST_OF_EACH],
        "facets": listed.facets[:MOST_OF_EACH],
        "chart": as_svg(drawing_of(Money(request.GET).breakdown("stages")), "stages"),
        "ledger": overview.money()[:MOST_OF_EACH],
        "changes": overview.last_changes()[:MOST_OF_EACH],
        "section": "about",
    }
    return render(request, "about/style.html", context)
