"""Adding to the log of privileged actions. Nothing in the program changes or removes a line."""

from django.utils import timezone

from cases.intake.models import AuditLine

from .roles import member_of


def write(user, action: str, target: str = "", detail: str = "") -> AuditLine:
    """One line: who did what to what. `user` None is a command; `detail` never quotes a person."""
    member = member_of(user) if user else None
    return AuditLine.objects.create(
        day=timezone.localdate(),
        who=user.username if user else "system",
        role=member.role if member else "",
        action=action,
        target=target[:200],
        detail=detail[:300],
    )
