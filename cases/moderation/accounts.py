"""Who may decide. Contributors have no account."""

import functools
import secrets

from django.contrib.auth.models import Group, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

MODERATORS = "moderators"


def is_moderator(user) -> bool:
    """True for an active member of the moderators' group."""
    return user.is_active and user.groups.filter(name=MODERATORS).exists()


def moderators_only(view):
    """Guard a view: log in first; a signed-in stranger is refused."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_moderator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def create_moderator(name: str) -> str:
    """Make the account, or give it a new password; return the password, which is not kept."""
    password = secrets.token_urlsafe(15)
    user, _created = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.is_active = True
    user.date_joined = user.date_joined.replace(hour=0, minute=0, second=0, microsecond=0)
    user.save()
    group, _created = Group.objects.get_or_create(name=MODERATORS)
    user.groups.add(group)
    return password


def import_account() -> User:
    """The account in whose name files are imported: nobody can log in with it."""
    user, created = User.objects.get_or_create(username="import")
    if created:
        user.set_unusable_password()
        user.save()
    return user
