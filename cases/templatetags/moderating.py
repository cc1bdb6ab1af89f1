"""What templates of moderation ask about rights. Never loaded by a page for readers."""

from django import template

from cases.moderation.roles import may as may_do

register = template.Library()


@register.filter
def may(user, action: str) -> bool:
    """True when this account may do the action, for menus: the pages themselves are guarded."""
    return bool(user) and may_do(user, action)
