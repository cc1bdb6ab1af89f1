"""The public page of one copy of a source: what proves it, and its text once it is open."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import source_health
from cases.kinds import Kind
from cases.models import Capture, Entry

from .guards import with_entry


@require_safe
@with_entry
def capture(request: HttpRequest, kind: Kind, entry: Entry, number: int) -> HttpResponse:
    """One copy, by its number. Never the publisher's own page, only facts about it and text."""
    found = Capture.objects.filter(entry=entry, number=number).select_related("entry").first()
    if found is None:
        raise Http404
    context = {
        "capture": found,
        "entry": entry,
        "kind": kind,
        "source": entry.source,
        "check": source_health.of([entry.pk])[entry.pk],
        "others": Capture.objects.filter(entry=entry).exclude(pk=found.pk).defer("published_text"),
    }
    return render(request, "records/capture.html", context)
