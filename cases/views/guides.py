"""The guides by what they help with, and lasting addresses of their passages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases import guide_shelves


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All guides of the shelves, each with its first sentence."""
    context = {"shelves": guide_shelves.shelves(), "section": "about"}
    return render(request, "about/guides.html", context)


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """Lead to the passage that forms and pages point to; to all guides where it is gone."""
    if topic not in guide_shelves.TOPICS:
        raise Http404
    return redirect(guide_shelves.address_of(guide_shelves.TOPICS[topic]) or "guides")
