"""What public views share: the entry at an address, or the right answer when it cannot be read."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from cases.models import Entry

MOST_HOPS = 20


def with_entry(view):
    """Give the view the live entry: merged 301, withdrawn 410, unknown 404."""

    @wraps(view)
    def guarded(request, kind, slug, **rest):
        entry = Entry.objects.filter(kind=kind.key, slug=slug).select_related("merged_into").first()
        if entry is None:
            raise Http404
        target = target_of(entry)
        if target.withdrawn_on:
            return render(request, "410.html", {"kind": kind, "entry": target}, status=410)
        if target != entry:
            return HttpResponsePermanentRedirect(target.get_absolute_url())
        return view(request, kind, entry, **rest)

    return guarded


def target_of(entry: Entry) -> Entry:
    """The record that an entry was merged into, through several merges if need be."""
    for _hop in range(MOST_HOPS):
        if entry.merged_into is None:
            return entry
        entry = entry.merged_into
    return entry
