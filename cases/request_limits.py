"""What is too much is refused on a page of its own, by its headers alone, before anything is read.

Gunicorn and the proxy refuse longer lines and slower senders themselves (technopolice/gunicorn.py,
docs/operating.md); how many fields and files a form may have is in the settings.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

from cases.sections import without_language

MOST_QUERY = 8000  # characters of an address after its question mark
MOST_PARAMETERS = 500  # far more than all filters of a list have values
# Reads further, so that a file that is too large is refused with all else kept; has its own end.
LOOKS_ITSELF = "/receipt/files/"


class RequestLimits:
    """Refuse addresses and bodies that are too long, bodies without a length, and broken ones."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The refusal, or what the program answers."""
        return _refusal(request) or self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A body that stopped coming: its sender is told, and nothing of it was kept."""
        if isinstance(exception, UnreadablePostError):
            return _not_read(request, 408)
        return None


def _refusal(request: HttpRequest) -> HttpResponse | None:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > MOST_QUERY:
        return _too_long(request, 414)
    if query.count("&") >= MOST_PARAMETERS:
        return _too_long(request, 400)
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and request.META.get("HTTP_TRANSFER_ENCODING"):
        return _not_read(request, 411)
    is_long = length.isdecimal() and int(length[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if is_long and without_language(request.path_info) != LOOKS_ITSELF:
        return _not_read(request, 413)
    return None


def _too_long(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "414.html", {"section": ""}, status=status)


def _not_read(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "400.html", {"section": ""}, status=status)
