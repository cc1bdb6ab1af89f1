"""Making accounts. Contributors have none."""

import secrets
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cases.intake.models import Member

from . import second_factor, sessions

# Names that other lines of the audit log and other parts of the program use.
RESERVED = ("system", "import")


class LastAdministrator(Exception):
    """Somebody must be able to add the others."""


class Credentials(NamedTuple):
    """What an account receives once, and nobody can read again."""

    password: str
    address: str
    secret: str
    codes: list[str]


def create_moderator(name: str, role: str = "", territories: str | None = None) -> Credentials:
    """Make the account, or give it everything anew and end its sessions.

    Without a role: an account that exists keeps its own; the first of an instance administers it,
    for somebody must be able to add the others; any later one moderates. Raises LastAdministrator
    when nobody would be left to administer it.
    """
    with transaction.atomic():
        user = User.objects.filter(username=name).first()
        if user is None:
            midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
            user = User.objects.create(username=name, date_joined=midnight)
        member = Member.objects.filter(user=user).first()
        if member is None:
            member = Member(user=user, role=_first_role())
        if role and role != member.role and _is_last(member):
            raise LastAdministrator
        member.role = role or member.role
        member.territories = member.territories if territories is None else territories
        member.save()
        user.is_active = True
        return renew(user)


def renew(user: User) -> Credentials:
    """A new password, authenticator and recovery codes; every session of the account ends."""
    password = secrets.token_urlsafe(15)
    with transaction.atomic():
        user.set_password(password)
        user.save()
        Member.objects.filter(user=user).update(password_given=True)
        sessions.end_all(user)
        return Credentials(password, *second_factor.give(user))


def choose_password(user: User, password: str) -> None:
    """The password that the account's owner chose. The caller ends the other sessions."""
    user.set_password(password)
    user.save(update_fields=["password"])
    Member.objects.filter(user=user).update(password_given=False)


def import_account() -> User:
    """The account in whose name files are imported: nobody can log in with it."""
    user, created = User.objects.get_or_create(username="import")
    if created:
        user.set_unusable_password()
        user.save()
    return user


def _first_role() -> str:
    return Member.Role.MODERATOR if _administrators().exists() else Member.Role.ADMINISTRATOR


def _is_last(member: Member) -> bool:
    """True for the one account that administers; not for one that is only being made."""
    return [known.pk for known in _administrators()] == [member.pk]


def _administrators():
    return Member.objects.filter(role=Member.Role.ADMINISTRATOR, user__is_active=True)
