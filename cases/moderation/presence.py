"""How long a session lives: 30 minutes without a page, 12 hours at most.

The times stand in a signed cookie of the moderator's own browser, never in the database: whoever
seizes the server learns the days on which sessions were opened, not the hours of work. The cookie
is bound to the session's key, so that it is worth nothing beside another session.
"""

import time
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.utils.cache import add_never_cache_headers

from . import second_factor

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# Between the password and the code.
CODE_WITHIN = timedelta(minutes=10)
# For what is dangerous, password and code must have been given this recently.
PROOF = timedelta(minutes=10)


class Presence(NamedTuple):
    """Seconds since 1970: when the session began, its last page, when it was last proven."""

    since: int
    seen: int
    proven: int


def middleware(get_response):
    """End a session that is idle or too old; renew the cookie of one that goes on."""

    def with_presence(request):
        request.presence = read(request)
        if request.user.is_authenticated and not _goes_on(request):
            logout(request)
            request.presence = None
        elif second_factor.is_stale(getattr(request.user, "otp_device", None)):
            second_factor.forget_hours()
        response = get_response(request)
        _write(request, response)
        add_never_cache_headers(response)  # refusals and redirections too: they carry cookies
        return response

    return with_presence


def begin(request, *, proven: bool) -> None:
    """Count from now; `proven` says that password and code were both given just now."""
    now = int(time.time())
    request.presence = Presence(now, now, now if proven else 0)


def prove(request) -> None:
    """Password and code were given again just now; the session grows no longer by it."""
    now = int(time.time())
    request.presence = request.presence._replace(seen=now, proven=now)


def is_recently_proven(request) -> bool:
    """True when password and code were given within the last ten minutes."""
    return time.time() - request.presence.proven <= PROOF.total_seconds()


def signed(session_key: str, presence: Presence) -> str:
    """The cookie of this session."""
    return _signer(session_key).sign_object(list(presence))


def read(request) -> Presence | None:
    """What the cookie says, or None when there is none of this session."""
    try:
        given = request.COOKIES[settings.PRESENCE_COOKIE_NAME]
        return Presence(*_signer(request.session.session_key).unsign_object(given))
    except (KeyError, signing.BadSignature):
        return None


def _goes_on(request) -> bool:
    if request.presence is None:
        return False
    now = time.time()
    longest = LONGEST if request.user.is_verified() else CODE_WITHIN
    return (
        now - request.presence.seen <= IDLE.total_seconds()
        and now - request.presence.since <= longest.total_seconds()
    )


def _write(request, response) -> None:
    name = settings.PRESENCE_COOKIE_NAME
    if request.user.is_authenticated and request.presence:
        now = request.presence._replace(seen=int(time.time()))
        response.set_cookie(
            name,
            signed(request.session.session_key, now),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )
    elif name in request.COOKIES:
        response.delete_cookie(name, samesite=settings.SESSION_COOKIE_SAMESITE)


def _signer(session_key: str | None) -> signing.Signer:
    return signing.Signer(salt=f"presence {session_key}")
