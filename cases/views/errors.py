"""Answers to requests that cannot be read, in the language of the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.moderation.ended import is_own_form, send_again


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """Too large, too many fields, or not a form: say so, and how to keep what was typed."""
    return render(request, "400.html", {"section": ""}, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of the moderators sent from elsewhere, or after the session ended."""
    if is_own_form(request):
        return send_again(request, status=403)
    return render(request, "403.html", {"section": ""}, status=403)
