"""The rows of lists."""

from django import template
from django.utils.safestring import SafeString

from cases.cells import Row
from cases.rows.writing import written

register = template.Library()


@register.simple_tag
def list_row(row: Row | SafeString) -> SafeString:
    """One record of a list; a row that was written before stays as it is."""
    return written(row) if isinstance(row, Row) else row
