"""Tags and filters that format values for templates."""

from django import template

register = template.Library()
