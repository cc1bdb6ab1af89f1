"""What administrators do to the accounts of others. Each action adds a line to the audit log."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from cases.intake.models import Member

from . import accounts, audit, second_factor, sessions


class NotPossible(Exception):
    """The rule that forbids it, in words for the administrator."""


def members() -> list[Member]:
    """Every account with a role, by name, with its open sessions and whether it can get in."""
    open_sessions, with_device = sessions.count_by_account(), second_factor.accounts_with_one()
    found = list(Member.objects.select_related("user").order_by("user__username"))
    for member in found:
        member.open_sessions = open_sessions.get(member.user_id, 0)
        member.has_device = member.user_id in with_device
    return found


def add(by: User, name: str, role: str, territories: str) -> accounts.Credentials:
    """A new account; its credentials are shown once."""
    with transaction.atomic():
        _hold(by)
        given = accounts.create_moderator(name, role, territories)
        audit.write(by, "account-added", f"account/{name}", _rights(role, territories))
    return given


def set_rights(by: User, user: User, role: str, territories: str) -> None:
    """Change role and territories."""
    with transaction.atomic():
        _hold(by, user)
        Member.objects.filter(user=user).update(role=role, territories=territories)
        audit.write(by, "account-rights", f"account/{user.username}", _rights(role, territories))


def close(by: User, user: User) -> None:
    """Close an account: it cannot log in, and its sessions end. Its decisions stay."""
    with transaction.atomic():
        _hold(by, user)
        User.objects.filter(pk=user.pk).update(is_active=False)
        sessions.end_all(user)
        audit.write(by, "account-closed", f"account/{user.username}")


def reopen(by: User, user: User) -> None:
    """Let a closed account log in again, with the password and second factor that it had."""
    with transaction.atomic():
        _hold(by, user)
        User.objects.filter(pk=user.pk).update(is_active=True)
        audit.write(by, "account-reopened", f"account/{user.username}")


def reset(by: User, user: User) -> accounts.Credentials:
    """A new password and second factor for somebody who lost theirs; its sessions end."""
    with transaction.atomic():
        _hold(by, user)
        given = accounts.renew(user)
        audit.write(by, "account-reset", f"account/{user.username}")
    return given


def end_sessions(by: User, user: User) -> None:
    """End every session of an account."""
    with transaction.atomic():
        _hold(by, user)
        ended = sessions.end_all(user)
        audit.write(by, "account-sessions", f"account/{user.username}", str(ended))


def _hold(by: User, user: User | None = None) -> None:
    """Lock the list of administrators, then see that `by` is one, and not at work on themself.

    As whoever acts stays an administrator, there is always one left, also when two of them try
    to remove each other at the same moment: the second finds that they are none any more.
    """
    administrators = Member.objects.select_for_update().filter(
        role=Member.Role.ADMINISTRATOR, user__is_active=True
    )
    if by.pk not in {member.user_id for member in administrators.order_by("pk")}:
        raise NotPossible(_("You do not administer this register any more."))
    if user == by:
        raise NotPossible(_("Nobody changes their own rights: ask somebody else who administers."))


def _rights(role: str, territories: str) -> str:
    return f"{role} {territories}".strip()
