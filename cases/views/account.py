"""Logging in, in two steps; proving oneself again; logging out."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.plugins.otp_static.models import StaticDevice

from cases.forms.account import CodeForm, LoginForm, ProofForm
from cases.moderation import presence, second_factor, sessions
from cases.moderation.roles import allowed, member_of

PAGE = ("GET", "HEAD", "POST")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(PAGE)
def log_in(request: HttpRequest) -> HttpResponse:
    """The first step: name and password."""
    form = LoginForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        sessions.begin(request, form.user)
        wanted = _wanted(request)
        return HttpResponseRedirect(
            reverse("code") + (f"?{urlencode({'next': wanted})}" if wanted else "")
        )
    return answer(request, "account/login.html", form)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(PAGE)
def code(request: HttpRequest) -> HttpResponse:
    """The second step: a code."""
    if not request.user.is_authenticated:
        return redirect_to_login(_wanted(request) or reverse("moderation-queue"))
    if request.user.is_verified():
        return HttpResponseRedirect(_wanted(request) or reverse("moderation-queue"))
    form = CodeForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        sessions.verify(request, form.device)
        _advise(request, form.device)
        return HttpResponseRedirect(_wanted(request) or reverse("moderation-queue"))
    return answer(request, "account/code.html", form, has_device=second_factor.has(request.user))


@allowed("account")
@sensitive_post_parameters("password", "code")
@never_cache
@require_http_methods(PAGE)
def proof(request: HttpRequest) -> HttpResponse:
    """Password and code once more, before what is dangerous."""
    form = ProofForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        presence.prove(request)
        return HttpResponseRedirect(_wanted(request) or reverse("my-account"))
    return answer(request, "account/proof.html", form, moderator=request.user)


@never_cache
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    sessions.end(request)
    return redirect("home")


def answer(request, template: str, form, **context) -> HttpResponse:
    """A form of an account: 422 with its errors, 429 when it must wait."""
    wait = getattr(form, "wait", 0)
    status = 429 if wait else 422 if form.is_bound else 200
    context |= {"form": form, "next": _wanted(request), "section": "account"}
    response = render(request, template, context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _advise(request, device) -> None:
    """What somebody who just came in should know."""
    member = member_of(request.user)
    if member and member.password_given:
        messages.warning(
            request,
            _("Your password was made for you and shown: choose your own under “My account”."),
        )
    if isinstance(device, StaticDevice):
        left = second_factor.codes_left(request.user)
        text = ngettext(
            "A recovery code was used; %(n)d is left.",
            "A recovery code was used; %(n)d are left.",
            left,
        )
        messages.warning(request, text % {"n": left})


def _wanted(request) -> str:
    """Where to go afterwards: only an address of this site, else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""
