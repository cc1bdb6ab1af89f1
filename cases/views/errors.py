"""Answers to requests that cannot be read, in the language of the page."""

import errno
import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.moderation.ended import is_own_form, send_again

DISK_TAKES_NOTHING = (errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT)
RETRY_AFTER = "300"  # seconds


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """Too large, too many fields, or not a form: say so, and how to keep what was typed."""
    return render(request, "400.html", {"section": ""}, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; 503 where it is the disk or the database, which may come back."""
    kept = not _keeps_nothing(sys.exc_info()[1])
    response = render(None, "500.html", {"kept": kept}, status=500 if kept else 503)
    if not kept:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def _keeps_nothing(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in DISK_TAKES_NOTHING
    return isinstance(error, OperationalError)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of the moderators sent from elsewhere, or after the session ended."""
    if is_own_form(request):
        return send_again(request, status=403)
    return render(request, "403.html", {"section": ""}, status=403)
