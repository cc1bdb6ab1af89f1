"""The onion address: the same register over plain HTTP inside Tor, which encrypts it from the
browser to this machine and proves whose it is. It has no certificate, hence no HTTPS."""

from http.cookies import SimpleCookie

from django.conf import settings
from django.http import HttpRequest
from django.middleware.security import SecurityMiddleware

from cases.sections import section_of

HTTPS_ONLY = "__Host-"  # browsers drop a cookie of such a name that did not come by HTTPS


class HttpsElsewhere(SecurityMiddleware):
    """Django's security headers and way to HTTPS, on which an onion address is not sent."""

    def process_request(self, request):
        """Lead to HTTPS, unless the page came through Tor alone."""
        return None if _came_by_onion(request) else super().process_request(request)


def announced(get_response):
    """Tell Tor Browser, on the public pages that came by HTTPS, where the onion address is."""

    def middleware(request):
        response = get_response(request)
        if _can_be_announced(request, response):
            onion = f"http://{settings.ONION_HOST}{request.get_full_path()}"
            response.headers["Onion-Location"] = onion
        return response

    return middleware


def cookies_without_https(get_response):
    """On the onion address moderators get their cookies under names that need no HTTPS.

    Such a cookie belongs to the onion address alone, which nothing but Tor can reach: it never
    crosses a network in clear.
    """

    def middleware(request):
        if not _came_by_onion(request):
            return get_response(request)
        request.COOKIES = {_name_here(name): value for name, value in request.COOKIES.items()}
        response = get_response(request)
        response.cookies = _for_plain_http(response.cookies)
        return response

    return middleware


def _came_by_onion(request: HttpRequest) -> bool:
    """By the name alone: the host check, later, refuses every name that is not ours."""
    named = request.META.get("HTTP_HOST", "").lower()
    return bool(settings.ONION_HOST) and named == settings.ONION_HOST and not request.is_secure()


def _can_be_announced(request: HttpRequest, response) -> bool:
    return (
        bool(settings.ONION_HOST)
        and request.is_secure()
        and request.method in ("GET", "HEAD")
        and response.status_code == 200
        and response.headers.get("Content-Type", "").startswith("text/html")
        and section_of(request.path_info) not in ("moderation", "account")
    )


def _name_here(name: str) -> str:
    """The name under which the program knows a cookie of the onion address."""
    known = {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.PRESENCE_COOKIE_NAME,
    }
    return HTTPS_ONLY + name if HTTPS_ONLY + name in known else name


def _for_plain_http(cookies: SimpleCookie) -> SimpleCookie:
    """The same cookies without what asks for HTTPS."""
    found = SimpleCookie()
    for name, morsel in cookies.items():
        morsel.set(name.removeprefix(HTTPS_ONLY), morsel.value, morsel.coded_value)
        morsel["secure"] = ""
        found[morsel.key] = morsel
    return found
