"""Administrators: the accounts of the team, and the log of what was done with them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.account import NewAccountForm, RightsForm
from cases.intake.models import AuditLine, Member
from cases.moderation import audit, second_factor, sessions
from cases.moderation import team as rules
from cases.moderation.proof import recently_proven
from cases.moderation.roles import allowed
from cases.qr import picture

LINES_PER_PAGE = 100


@allowed("team")
@never_cache
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Every account with a role."""
    return _page(request, "moderation/team.html", {"members": rules.members()})


@allowed("team")
@recently_proven
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make an account, and show what it needs once."""
    form = NewAccountForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        name, asked = form.cleaned_data["name"], form.cleaned_data
        try:
            given = rules.add(request.user, name, asked["role"], asked["territories"])
        except rules.NotPossible as error:
            return _page(request, "moderation/new_member.html", _refused(form, error), 409)
        return _credentials(request, name, given)
    status = 422 if form.is_bound else 200
    return _page(request, "moderation/new_member.html", {"form": form}, status)


@allowed("team")
@recently_proven
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its rights, its sessions, what to do when something is lost."""
    person = get_object_or_404(Member.objects.select_related("user"), pk=pk)
    rights = request.method == "POST" and request.POST.get("action") == "rights"
    form = RightsForm(
        request.POST if rights else None, instance=Member.objects.get(pk=pk), prefix="rights"
    )
    context, status = {"form": form, "person": person}, 200
    try:
        if rights and form.is_valid():
            asked = form.cleaned_data
            rules.set_rights(request.user, person.user, asked["role"], asked["territories"])
            return _done(request, _("Role and departments are changed."))
        if request.method == "POST" and not rights:
            return _act(request, person.user)
        status = 422 if rights else 200
    except rules.NotPossible as error:
        context, status = context | _refused(form, error), 409
    context |= {
        "has_device": second_factor.has(person.user),
        "sessions": len(sessions.of(person.user)),
        "is_self": person.user == request.user,
    }
    return _page(request, "moderation/member.html", context, status)


def _act(request, user) -> HttpResponse:
    """One of the buttons; a word that is none of them changes nothing."""
    action = request.POST.get("action")
    if action == "reset":
        return _credentials(request, user.username, rules.reset(request.user, user))
    done = {
        "close": (rules.close, _("The account is closed and its sessions are ended.")),
        "reopen": (rules.reopen, _("The account is open again.")),
        "sessions": (rules.end_sessions, _("Its sessions are ended.")),
    }
    if action not in done:
        raise rules.NotPossible(_("Choose one of the buttons."))
    act, said = done[action]
    act(request.user, user)
    return _done(request, said)


@allowed("audit")
@never_cache
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """The log of privileged actions, newest first."""
    chosen = audit.AuditFilter(request.GET, queryset=AuditLine.objects.all())
    page = Paginator(chosen.qs, LINES_PER_PAGE).get_page(request.GET.get("page"))
    for line in page:
        line.in_words = audit.in_words(line)
    context = {"filter": chosen, "page": page} | _neighbours(request, page)
    return _page(request, "moderation/audit.html", context | {"section": "audit"})


def _neighbours(request, page) -> dict:
    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = number
        return f"?{query.urlencode()}"

    return {
        "previous_url": address(page.number - 1) if page.has_previous() else "",
        "next_url": address(page.number + 1) if page.has_next() else "",
    }


def _credentials(request, name: str, given) -> HttpResponse:
    """Shown in the answer itself, so that they are stored nowhere on the way."""
    context = {"name": name, "given": given, "picture": picture(given.address)}
    context["secret"] = second_factor.in_fours(given.secret)
    return _page(request, "moderation/credentials.html", context)


def _refused(form, error) -> dict:
    return {"form": form, "problem": str(error)}


def _done(request, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("team")


def _page(request, template: str, context: dict, status: int = 200) -> HttpResponse:
    shared = {"messages": messages.get_messages(request), "moderator": request.user}
    return render(request, template, {"section": "team"} | shared | context, status=status)
