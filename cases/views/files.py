"""Files of public sources, and nothing else: what is not public is the same 404 as what is not."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import etag, require_safe

from cases.evidence import storage, thumbnails
from cases.evidence.limits import Refused
from cases.evidence.types import Type
from cases.models import SourceFile

POLICY = "default-src 'none'; sandbox"
# Kept, but asked for again each time: a file that is withdrawn disappears at once.
KEPT = "public, max-age=0, must-revalidate"


def _etag(request, name: str) -> str:
    """The name is the digest of the content. A name that is not public has none."""
    return f'"{name}"' if _public(name) else None


def _etag_of_small(request, name: str) -> str:
    return f'"{name}.small"' if _public(name) else None


@require_safe
@etag(_etag)
def public_file(request: HttpRequest, name: str) -> HttpResponse:
    """One file of a public source; a PDF is a download."""
    row = _public(name)
    if row is None:
        raise Http404
    kind = Type.named(name)
    filename = f"{row.source.entry.slug[:60]}-{row.position + 1}{kind.extension}"
    return served(request, storage.open_file, name, kind, filename)


@require_safe
@etag(_etag_of_small)
def public_thumbnail(request: HttpRequest, name: str) -> HttpResponse:
    """The small copy of a public picture."""
    row = _public(name)
    if row is None or not row.is_picture:
        raise Http404
    try:
        return served(request, thumbnails.thumbnail, name, Type.JPEG, f"{name[:12]}.jpg")
    except Refused:  # made at this moment by too many; the page itself does not need it
        response = render(request, "503.html", {"section": ""}, status=503)
        response.headers["Retry-After"] = "30"
        return response


def served(request, opener, name: str, kind: Type, filename: str, cache=KEPT) -> HttpResponse:
    """The file as it may be sent to a browser: nothing in it runs, and nothing guesses its type.

    `opener` gives the open file; Http404 where it is not on the disk.
    """
    try:
        file = opener(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file, content_type=kind.content_type, filename=filename, as_attachment=kind is Type.PDF
    )
    if request.method == "HEAD":
        response.close()
        response = HttpResponse(headers=dict(response.headers))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = cache
    return response


def _public(name: str) -> SourceFile | None:
    """The row that makes the file public: of a source that is neither merged nor withdrawn."""
    rows = SourceFile.objects.filter(
        name=name, source__entry__withdrawn_on=None, source__entry__merged_into=None
    )
    if not storage.NAME.fullmatch(name):
        return None
    return rows.select_related("source__entry").order_by("pk").first()
