"""A form that comes from a session that ended: what was written stays, and can be sent again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NOT_CARRIED = ("csrfmiddlewaretoken", "password", "code")


def is_own_form(request: HttpRequest) -> bool:
    """True for a form sent from a page of this site, as browsers say it.

    Another site could otherwise have its own text shown here with a button to send it.
    """
    origin = request.headers.get("Origin", "")
    return request.method == "POST" and origin == f"{request.scheme}://{request.get_host()}"


def send_again(request: HttpRequest, status: int) -> HttpResponse:
    """The page that carries everything typed, to be sent again after logging in beside it."""
    typed = [
        (name, value) for name, values in request.POST.lists() if name not in NOT_CARRIED
        for value in values
    ]  # fmt: skip
    context = {"typed": typed, "address": request.get_full_path(), "section": "login"}
    return render(request, "account/again.html", context, status=status)
