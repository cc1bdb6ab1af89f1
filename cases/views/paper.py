"""The forms on paper: to print, to fill in with a pen, and to be typed in by somebody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.kinds import Kind
from cases.paper import paper_of
from cases.qr import picture


@require_safe
def form(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The form of a new record of this kind, with a square picture that leads to the screen's."""
    if not kind.contribute:
        raise Http404
    address = request.build_absolute_uri(reverse("contribute-kind", args=[kind]))
    context = {"kind": kind, "paper": paper_of(kind), "address": address, "qr": picture(address)}
    return render(request, "contribute/paper.html", context)
