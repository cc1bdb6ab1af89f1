"""What public views share: the entry at an address, room for dear pages, or the right refusal."""

from functools import wraps

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from cases.models import Entry
from cases.question import Question
from cases.room import Full, Room

MOST_HOPS = 20
# Pages over many records, being made in one process. Beside them, threads are left for the rest.
DEAR_PAGES = Room(most=2, in_line=2, seconds=5)
# Files being taken away: each reads, and holds a thread, for as long as its reader does.
TAKEN_AWAY = Room(most=2)
# What a page shows of an entry; the words to search by are long.
_COLUMNS = [f.attname for f in Entry._meta.concrete_fields if not f.name.startswith("search_")]
_AT_ADDRESS = Question(
    lambda at: Entry.objects.filter(kind=at[0], slug=at[1]).order_by().values_list(*_COLUMNS)
)


def with_entry(view):
    """Give the view the live entry: merged 301, withdrawn 410, unknown 404."""

    @wraps(view)
    def guarded(request, kind, slug, **rest):
        found = _AT_ADDRESS.rows([kind.key, slug])
        if not found:
            raise Http404
        entry = Entry.from_db(connection.alias, _COLUMNS, found[0])
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


def dear(view):
    """Make this page for a few at once; the next ones are told when to come back."""

    @wraps(view)
    def guarded(request, *args, **rest):
        try:
            with DEAR_PAGES.place():
                return view(request, *args, **rest)
        except Full:
            return come_back(request, seconds=10)

    return guarded


def taken_away(view):
    """Stream this answer to a few at once; its place is given back when it is read or left."""

    @wraps(view)
    def guarded(request, *args, **rest):
        try:
            TAKEN_AWAY.enter()
        except Full:
            return come_back(request, seconds=30)
        try:
            response = view(request, *args, **rest)
        except BaseException:
            TAKEN_AWAY.leave()
            raise
        if not response.streaming:
            TAKEN_AWAY.leave()
            return response
        return _leaving_when_closed(response)

    return guarded


def _leaving_when_closed(response):
    """The server closes an answer at its end, also when the reader went away; some do it twice."""
    close, leave = response.close, iter([TAKEN_AWAY.leave])

    def closed():
        try:
            close()
        finally:
            for once in leave:
                once()

    response.close = closed
    return response


def come_back(request: HttpRequest, seconds: int) -> HttpResponse:
    """Not at this moment: the page that says so, and when to ask again."""
    response = render(request, "503.html", {"section": ""}, status=503)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
