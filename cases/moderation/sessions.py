"""Opening, listing and ending the sessions of an account."""

import django_otp
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.intake.models import Login

from . import presence, second_factor

BACKEND = "django.contrib.auth.backends.ModelBackend"


def begin(request, user: User) -> None:
    """After the password: a session that opens nothing but the page that asks for the code."""
    if request.user.is_authenticated:
        end(request)
    login(request, user, BACKEND)
    presence.begin(request, proven=False)


def verify(request, device) -> None:
    """After the code: the session gets a new key, opens every page, and is listed."""
    request.session.cycle_key()
    rotate_token(request)
    django_otp.login(request, device)
    presence.begin(request, proven=True)
    Login.objects.create(
        user=request.user, session_key=request.session.session_key, day=timezone.localdate()
    )
    second_factor.forget_hours()
    _forget_ended()


def end(request) -> None:
    """Log out."""
    Login.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    request.presence = None


def of(user: User) -> list[Login]:
    """The sessions of an account that are not ended, newest first.

    One that was left open stands here until its row runs out, though its cookie no longer opens
    anything: the hour of the last page, which would tell, is not stored.
    """
    return list(_open().filter(user=user))


def count_by_account() -> dict[int, int]:
    """{account: open sessions}, accounts without one left out."""
    counts = {}
    for user_id in _open().values_list("user_id", flat=True):
        counts[user_id] = counts.get(user_id, 0) + 1
    return counts


def end_all(user: User, *, but: str = "") -> int:
    """End the sessions of an account, except the one with this key; how many there were."""
    return sum(end_one(row) for row in Login.objects.filter(user=user).exclude(session_key=but))


def end_one(row: Login) -> bool:
    """End a listed session; False when it had ended by itself."""
    deleted, _by_table = Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    return bool(deleted)


def renew(request) -> None:
    """After a new password or second factor: every other session ends, this one changes its key."""
    end_all(request.user, but=request.session.session_key)
    mine = Login.objects.filter(session_key=request.session.session_key)
    request.session.cycle_key()
    rotate_token(request)
    mine.update(session_key=request.session.session_key)
    device = TOTPDevice.objects.filter(user=request.user, confirmed=True).first()
    django_otp.login(request, device)


def _open():
    running = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return Login.objects.filter(session_key__in=running)


def _forget_ended() -> None:
    """Remove what ran out, of every account."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    Login.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
