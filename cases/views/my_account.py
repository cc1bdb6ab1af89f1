"""What people with an account do with their own: password, second factor, sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.account import AuthenticatorForm, OwnPasswordForm
from cases.moderation import accounts, audit, second_factor, sessions
from cases.moderation.proof import recently_proven
from cases.moderation.roles import allowed, member_of
from cases.qr import picture

from .account import PAGE, answer


@allowed("account")
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My account: what I may do, and what I can change."""
    context = {
        "member": member_of(request.user),
        "codes_left": second_factor.codes_left(request.user),
        "sessions": len(sessions.of(request.user)),
    }
    return _page(request, "account/mine.html", context)


@allowed("account")
@recently_proven
@sensitive_post_parameters()
@never_cache
@require_http_methods(PAGE)
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password."""
    form = OwnPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        accounts.choose_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        _changed(request, "password-changed", _("Your password is changed."))
        return redirect("my-account")
    return answer(request, "account/password.html", form, moderator=request.user)


@allowed("account")
@recently_proven
@never_cache
@require_http_methods(PAGE)
def codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, shown once."""
    if request.method != "POST":
        left = second_factor.codes_left(request.user)
        return _page(request, "account/codes.html", {"codes_left": left})
    made = second_factor.new_codes(request.user)
    _changed(request, "codes-renewed", _("The earlier recovery codes work no more."))
    return _page(request, "account/codes.html", {"codes": made})


@allowed("account")
@recently_proven
@sensitive_post_parameters()
@never_cache
@require_http_methods(PAGE)
def authenticator(request: HttpRequest) -> HttpResponse:
    """Replace the authenticator: the new one counts once it has shown a right code."""
    data = request.POST if request.method == "POST" else None
    form = AuthenticatorForm(request.session.session_key, data)
    if form.is_bound and form.is_valid():
        if second_factor.replace_authenticator(request.user, form.key, form.cleaned_data["code"]):
            _changed(request, "authenticator-replaced", _("The new authenticator is in use."))
            return redirect("my-account")
        form.add_error("code", _("The new authenticator does not show this code: try the next."))
    shown = {"secret": second_factor.in_fours(second_factor.in_letters(form.key))}
    shown["picture"] = picture(second_factor.address_of(request.user, form.key))
    return answer(request, "account/authenticator.html", form, moderator=request.user, **shown)


@allowed("account")
@never_cache
@require_http_methods(PAGE)
def open_sessions(request: HttpRequest) -> HttpResponse:
    """The open sessions of the account; end one, or all others."""
    rows, mine = sessions.of(request.user), request.session.session_key
    problem = ""
    if request.method == "POST":
        chosen = [row for row in rows if str(row.pk) == request.POST.get("session")]
        if request.POST.get("action") == "others":
            ended = sessions.end_all(request.user, but=mine)
            text = ngettext("%(n)d session ended.", "%(n)d sessions ended.", ended)
            messages.success(request, text % {"n": ended})
            return redirect("my-sessions")
        if chosen and chosen[0].session_key != mine:
            sessions.end_one(chosen[0])
            messages.success(request, _("The session is ended."))
            return redirect("my-sessions")
        problem = _("This session is not open any more, or is the one you are in.")
    context = {"rows": rows, "mine": mine, "problem": problem}
    return _page(request, "account/sessions.html", context, 422 if problem else 200)


def _changed(request, action: str, said: str) -> None:
    """After a change of password or second factor: end the other sessions, log it, say it."""
    sessions.renew(request)
    audit.write(request.user, action, f"account/{request.user.username}")
    messages.success(request, said + " " + _("Your other sessions are ended."))


def _page(request, template: str, context: dict, status: int = 200) -> HttpResponse:
    context |= {"messages": messages.get_messages(request), "moderator": request.user}
    return render(request, template, context | {"section": "account"}, status=status)
