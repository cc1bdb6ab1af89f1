"""Tags of the moderators' pages. They read the queue: no page of readers may load them."""

import re

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from cases.intake.models import Operation
from cases.moderation import clocks
from cases.moderation.roles import may as may_do

register = template.Library()

SHORTEST = 4  # words shorter than that would be marked everywhere


@register.filter
def may(user, action: str) -> bool:
    """True when this account may do the action, for menus: the pages themselves are guarded."""
    return bool(user) and may_do(user, action)


@register.inclusion_tag("moderation/parts/hidings.html")
def hidings_to_confirm(user):
    """What one person hid and a second one has to confirm or undo, the most urgent first."""
    today = timezone.localdate()
    return {
        "hidings": [
            {
                "operation": operation,
                "until": clocks.confirm_by(operation.day),
                "is_late": clocks.confirm_by(operation.day) < today,
                "is_own": operation.moderator_id == getattr(user, "pk", None),
            }
            for operation in Operation.objects.to_confirm()
        ]
    }


@register.filter
def marking(text: str, passage: str) -> str:
    """The text with each place where the passage stands marked, whatever its spaces and case."""
    words = passage.split()
    if len(" ".join(words)) < SHORTEST:
        return text
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.I)
    parts, end = [], 0
    for match in pattern.finditer(text):
        parts += [escape(text[end : match.start()]), format_html("<mark>{}</mark>", match.group())]
        end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308  every part is escaped
