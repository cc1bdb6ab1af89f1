"""What can be taken from the register, under which licence, and the latest dump of all of it."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import etag, require_safe

from cases.exchange.dumps import published
from cases.kinds import KINDS

from .about import PAGES
from .files import KEPT, POLICY
from .guards import taken_away

# From our list, never from the name alone: anything else is bytes.
TYPES = {
    "csv": "text/csv; charset=utf-8", "json": "application/json", "jsonl": "application/jsonl",
    "md": "text/markdown; charset=utf-8", "txt": "text/plain; charset=utf-8",
}  # fmt: skip


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page about data, with the files of the dump that is offered."""
    dump = published.latest()
    context = {
        "title": PAGES["data"],
        "publisher": settings.PUBLISHER,
        "dump": dump,
        "lists": [(kind.plural, _pair(dump, kind.word)) for kind in KINDS.values()] if dump else [],
        "section": "about",
    }
    return render(request, "about/data.html", context)


def _etag(request, name: str, file: str) -> str | None:
    known = _known(name, file)
    return f'"{known["sha256"]}"' if known else None


@require_safe
@etag(_etag)
@taken_away
def dump_file(request: HttpRequest, name: str, file: str) -> HttpResponse:
    """One file of the dump that is offered, streamed; any other is a 404."""
    if _known(name, file) is None:
        raise Http404
    try:
        opened = (published.root() / name / file).open("rb")
    except FileNotFoundError:  # erased since the manifest was read
        raise Http404 from None
    response = FileResponse(
        opened,
        as_attachment=True,
        filename=f"{name}-{file.rpartition('/')[2]}",
        content_type=TYPES.get(file.rpartition(".")[2], "application/octet-stream"),
    )
    if request.method == "HEAD":
        response.close()
        response = HttpResponse(headers=dict(response.headers))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = KEPT
    return response


def _known(name: str, file: str) -> dict | None:
    """Size and digest of a file of the dump that is offered."""
    dump = published.latest()
    return dump.known(file) if dump and dump.name == name else None


def _pair(dump: published.Published, word: str) -> list[tuple[str, str, int]]:
    """The two files of a list, with their sizes."""
    pair = (("CSV", f"{word}.csv"), ("JSON", f"{word}.jsonl"))
    return [(ending, name, dump.known(name)["size"]) for ending, name in pair if dump.known(name)]
