"""Lists and records to take away: the same filters as the page, every row, streamed."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cases.dossiers import with_everything
from cases.exchange import files, record_feeds
from cases.exchange.lists import asked, with_rows
from cases.lists import NoSuchPage, page_number

from .guards import dear, taken_away, with_entry

IN_FEED = 100
FORMATS = {
    "csv": (files.as_csv, "text/csv; charset=utf-8"),
    "json": (files.as_json, "application/json"),
    "geojson": (files.as_geojson, "application/geo+json"),
}


@require_safe
@taken_away
def record_list_as(request: HttpRequest, kind, ending: str) -> HttpResponse:
    """All records of the list with this query string, as CSV, JSON or GeoJSON."""
    export = asked(kind, request.GET)
    write, content_type = FORMATS[ending]
    pieces = files.together(write(export, request.build_absolute_uri), get_language())
    response = StreamingHttpResponse(pieces, content_type=content_type)
    name = export.file_name(ending)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@dear
def record_list_feed(request: HttpRequest, kind) -> HttpResponse:
    """The records of the list, the last edited first, a hundred a page."""
    try:
        number = page_number(request.GET.get("page", "1"))
    except NoSuchPage:
        raise Http404 from None
    export = asked(kind, request.GET, newest_first=True)
    wanted = export.numbers[(number - 1) * IN_FEED : number * IN_FEED]
    if number > 1 and not wanted:
        raise Http404
    query = request.GET.copy()
    query["page"] = str(number + 1)
    here = request.build_absolute_uri()
    more = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
    link = request.build_absolute_uri(reverse("record-list", args=[kind.word]))
    feed = record_feeds.new_feed(
        str(kind.plural), link, here, timezone.localdate(),
        more if number * IN_FEED < len(export) else "",
    )  # fmt: skip
    root = request.build_absolute_uri("/")
    found = {r.pk: r for r in with_everything(kind.model.objects.filter(pk__in=wanted))}
    for record in (found[pk] for pk in wanted if pk in found):
        if record.edited_on:
            url = request.build_absolute_uri(record.get_absolute_url())
            record_feeds.add_record(feed, record, url, root)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@require_safe
@with_entry
def record_as_json(request: HttpRequest, kind, entry) -> HttpResponse:
    """What one record states, as the snapshot of its last revision has it."""
    records = with_rows(with_everything(kind.model.objects.all()), kind)
    record = get_object_or_404(records, pk=entry.pk)
    stated = files.one_as_json(record, kind, request.build_absolute_uri)
    return JsonResponse(stated, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
@with_entry
def record_feed(request: HttpRequest, kind, entry) -> HttpResponse:
    """The last revisions of one record."""
    revisions = entry.revisions.defer("snapshot", "salts").order_by("-number")[:IN_FEED]
    link = request.build_absolute_uri(entry.get_absolute_url())
    day = revisions[0].day if revisions else timezone.localdate()
    feed = record_feeds.new_feed(str(entry), link, request.build_absolute_uri(), day)
    root = request.build_absolute_uri("/")
    for revision in revisions:
        path = reverse("record-revision", args=[kind.word, entry.slug, revision.number])
        record_feeds.add_revision(feed, entry, revision, request.build_absolute_uri(path), root)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
