"""What happens to every request: headers, hosts, language from the path, no TRACE, lean HEAD."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponseNotAllowed
from django.utils import translation
from django_otp.middleware import OTPMiddleware

from cases.moderation import presence
from cases.sections import section_of


def host_check(get_response):
    """Refuse a host that is not ours on every page, not only where Django looks at it."""

    def middleware(request):
        request.get_host()  # raises DisallowedHost, answered with 400
        return get_response(request)

    return middleware


def language_from_path(get_response):
    """Set the language from the first part of the path alone: no cookie, no header, no Vary."""
    others = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}

    def middleware(request):
        first = request.path_info.split("/", 2)[1] if "/" in request.path_info else ""
        code = first if first in others else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


class ContentPolicy(CSPMiddleware):
    """The content security policy, written once; django-csp writes the few that views change.

    In one order: that of django-csp is the order of a set, new in each process, and an answer is
    the same byte for byte whichever process gives it.
    """

    def __init__(self, get_response):
        super().__init__(get_response)
        self.policy = _in_one_order(build_policy())

    def process_response(self, request, response):
        """The directives by name; a policy that a view wrote itself stays as it is."""
        if HEADER in response.headers:
            return response
        if settings.DEBUG or any(name.startswith("_csp") for name in vars(response)):
            response = super().process_response(request, response)
            if HEADER in response.headers:
                response.headers[HEADER] = _in_one_order(response.headers[HEADER])
        else:
            response.headers[HEADER] = self.policy
        return response


def _in_one_order(policy: str) -> str:
    return "; ".join(sorted(part.strip() for part in policy.split(";")))


def closed_to_other_sites(get_response):
    """Headers that Django has no setting for: no other site shows what is here inside its own
    pages, unless a view says otherwise, and no page asks a device for anything."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response

    return middleware


def refuse_trace(get_response):
    """TRACE echoes a request: plain views would answer it with 200."""

    def middleware(request):
        if request.method == "TRACE":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return get_response(request)

    return middleware


def head_without_body(get_response):
    """Answer HEAD with the headers of GET and nothing after them."""

    def middleware(request):
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return middleware


def session_for_moderators(get_response):
    """Sessions, accounts and messages on the pages that need them; none for readers.

    A reader's page neither reads a cookie nor sets one, not even to take a stale one away.
    """
    known = OTPMiddleware(presence.middleware(MessageMiddleware(get_response)))
    with_session = SessionMiddleware(AuthenticationMiddleware(known))

    def middleware(request):
        is_private = section_of(request.path_info) in ("moderation", "account")
        return with_session(request) if is_private else get_response(request)

    return middleware
