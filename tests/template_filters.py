"""What only the templates of the tests ask for."""

from django import template

register = template.Library()


@register.filter
def any_selected(values) -> bool:
    """True when one of the values of a filter is chosen: its fold is then open."""
    return any(value["selected"] for value in values)
