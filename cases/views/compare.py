"""Two to four records side by side."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import comparison
from cases.kinds import KINDS

from .guards import dear


@require_safe
@dear
def compare(request):
    """`/compare/?place=nice&place=lyon`; names are understood as everywhere."""
    kind = next((key for key in comparison.COMPARED if key in request.GET), "place")
    entries, unknown = comparison.found(kind, request.GET.getlist(kind))
    enough = len(entries) >= comparison.FEWEST
    context = {
        "kind": KINDS[kind],
        "kinds": [KINDS[key] for key in comparison.COMPARED],
        "entries": entries,
        "unknown": unknown,
        "comparison": comparison.comparison(kind, entries) if enough else None,
        "empty": range(comparison.MOST - len(entries)),
    }
    return render(request, "compare.html", context)
