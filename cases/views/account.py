"""Logging in and out, for moderators."""

import datetime

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """The login form of moderators."""
    form = AuthenticationForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        request.session.set_expiry(end_of_session())
        return HttpResponseRedirect(_safe_next(request))
    status = 422 if form.is_bound else 200
    context = {"form": form, "next": request.GET.get("next", ""), "section": "login"}
    return render(request, "account/login.html", context, status=status)


@never_cache
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("home")


def _safe_next(request) -> str:
    """Where to go after logging in: only an address of this site."""
    wanted = request.POST.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("moderation-queue")


def end_of_session() -> datetime.datetime:
    """Noon or midnight, six to eighteen hours ahead: it does not tell when the person came."""
    later = timezone.localtime() + datetime.timedelta(hours=6)
    start = later.replace(hour=0 if later.hour < 12 else 12, minute=0, second=0, microsecond=0)
    return start + datetime.timedelta(hours=12)
