"""Public PDFs, page by page: what a page looks like, its words, and how to cite it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import etag, require_safe

from cases.evidence import page_pictures
from cases.evidence.limits import Refused
from cases.evidence.types import Type
from cases.models import DocumentPage, SourceFile
from cases.search.documents import pages_inside
from cases.search.marking import Marker
from cases.search.query import read

from .files import served

MOST_TYPED = 200


@require_safe
def document(request: HttpRequest, slug: str, key) -> HttpResponse:
    """The pages of one document; `?q=` keeps those with the words."""
    file, typed = _file(slug, key), _typed(request)
    pages = DocumentPage.objects.filter(name=file.name).defer("words", "folded")
    found = pages_inside(file.name, read(typed))
    context = {"file": file, "q": typed, "pages": pages, "found": found}
    return render(request, "documents/document.html", context)


@require_safe
def document_page(request: HttpRequest, slug: str, key, number: int) -> HttpResponse:
    """One page as a picture with the found words marked, its text, and its citation."""
    file, typed = _file(slug, key), _typed(request)
    page = _page(file, number)
    marker = Marker.of(read(typed))
    marks = [
        {"x": left, "y": top, "width": max(1, right - left), "height": max(1, bottom - top)}
        for word, left, top, right, bottom in page.words
        if marker.finds(word)
    ]
    context = {
        "file": file, "page": page, "q": typed, "marks": marks,
        "lines": [marker.pieces(line) for line in page.text.splitlines()],
        "last": DocumentPage.objects.filter(name=file.name).count(),
        "permalink": request.build_absolute_uri(request.path),
        "locator": _("p. %(number)s") % {"number": number},
        "contribute_url": _contribute_url(file, number),
    }  # fmt: skip
    return render(request, "documents/page.html", context)


def _etag(request, slug, key, number) -> str:
    return f'"{_file(slug, key).name}.{number}"'


@require_safe
@etag(_etag)
def page_image(request: HttpRequest, slug: str, key, number: int) -> HttpResponse:
    """The picture of one page, drawn when it is first asked for."""
    file = _file(slug, key)
    _page(file, number)

    def opened(name):
        return page_pictures.page_picture(name, number)

    try:
        return served(request, opened, file.name, Type.JPEG, f"{file.name[:12]}-{number}.jpg")
    except Refused:
        response = render(request, "503.html", {"section": ""}, status=503)
        response.headers["Retry-After"] = "30"
        return response


def _typed(request) -> str:
    return request.GET.get("q", "").replace("\x00", " ")[:MOST_TYPED].strip()


def _file(slug: str, key) -> SourceFile:
    """The document of a live source with this key; Http404 for anything else."""
    rows = SourceFile.objects.filter(
        key=key, name__endswith=".pdf", source__entry__slug=slug,
        source__entry__withdrawn_on=None, source__entry__merged_into=None,
    ).select_related("source__entry")  # fmt: skip
    file = rows.first()
    if file is None:
        raise Http404
    return file


def _page(file: SourceFile, number: int) -> DocumentPage:
    page = DocumentPage.objects.filter(name=file.name, number=number).first()
    if page is None:
        raise Http404
    return page


def _contribute_url(file: SourceFile, number: int) -> str:
    """The form of a new system with this page already cited."""
    given = {
        "citation-0-source": file.source.entry.reference,
        "citation-0-locator": f"p. {number}",
    }
    return f"{reverse('contribute-kind', args=['deployment'])}?{urlencode(given)}"
