"""Making accounts. Contributors have none."""

import secrets

from django.contrib.auth.models import User

from cases.intake.models import Member


def create_moderator(name: str, role: str = Member.Role.MODERATOR, territories: str = "") -> str:
    """Make the account, or give it a new password; return the password, which is not kept."""
    password = secrets.token_urlsafe(15)
    user, _created = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.is_active = True
    user.date_joined = user.date_joined.replace(hour=0, minute=0, second=0, microsecond=0)
    user.save()
    Member.objects.get_or_create(user=user, defaults={"role": role, "territories": territories})
    return password


def import_account() -> User:
    """The account in whose name files are imported: nobody can log in with it."""
    user, created = User.objects.get_or_create(username="import")
    if created:
        user.set_unusable_password()
        user.save()
    return user
