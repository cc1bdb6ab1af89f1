"""Adding to the log of privileged actions. Nothing in the program changes or removes a line."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.intake.models import AuditLine, Member

from .roles import member_of

# What the log calls its actions; one that is not here is shown as it is stored.
WORDS = {
    "account-added": _("account added"),
    "account-rights": _("role or departments changed"),
    "account-closed": _("account closed"),
    "account-reopened": _("account reopened"),
    "account-reset": _("password and second factor made anew"),
    "account-sessions": _("sessions ended"),
    "password-changed": _("password changed"),
    "codes-renewed": _("recovery codes made anew"),
    "authenticator-replaced": _("authenticator replaced"),
    "accept": _("published"),
    "schedule": _("accepted for a later day"),
    "refused": _("refused"),
    "duplicate": _("set aside: already there"),
    "spam": _("set aside as junk"),
    "ask": _("question asked"),
    "reopen": _("opened again"),
    "take over": _("taken over from another moderator"),
    "edit reason": _("reason of the list changed"),
    "merge": _("merged"),
    "undo merge": _("merge undone"),
    "withdraw": _("withdrawn"),
    "confirm withdrawal": _("withdrawal confirmed"),
    "undo withdrawal": _("withdrawal undone"),
    "file-masked": _("file blacked out"),
    "public-file-masked": _("public file blacked out"),
    "file-refused": _("file refused"),
    "file-reinstated": _("refusal of a file undone"),
    "file-caption": _("caption of a file changed"),
    "file-published": _("file published"),
    "complaint reply": _("reply published"),
    "complaint done": _("complaint: done"),
    "complaint hide": _("complaint: page withdrawn"),
    "complaint refuse": _("complaint refused"),
    "capture-opened": _("copy of a source opened"),
    "capture-closed": _("copy of a source closed"),
    "ask erasure": _("asked to erase for good"),
    "erase": _("erased for good"),
    "drop erasure": _("request to erase dropped"),
    "see erasure": _("erasure by one person looked at"),
    "expire": _("erased what may not be kept"),
}


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


class AuditFilter(django_filters.FilterSet):
    """Lines by who acted, what was done, and to what."""

    who = django_filters.ChoiceFilter(label=_("Who"))
    action = django_filters.ChoiceFilter(label=_("What was done"))
    target = django_filters.CharFilter(
        label=_("To what"), lookup_expr="icontains", max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, words in (("who", {}), ("action", WORDS)):
            values = AuditLine.objects.order_by(name).values_list(name, flat=True).distinct()
            self.filters[name].extra["choices"] = [(v, words.get(v, v)) for v in values]


def in_words(line: AuditLine) -> dict[str, str]:
    """What was done, in which role, and the detail, as people read them."""
    roles = {value: str(label) for value, label in Member.Role.choices}
    about_rights = line.action in ("account-added", "account-rights", "account-reset")
    first, *others = line.detail.split(" ") if about_rights else [line.detail]
    return {
        "action": str(WORDS.get(line.action, line.action)),
        "role": roles.get(line.role, line.role),
        "detail": " ".join([roles.get(first, first), *others]),
    }
