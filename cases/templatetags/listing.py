"""The rows of lists."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from cases.cells import Row
from cases.rows.writing import written

register = template.Library()


@register.simple_tag
def list_rows(rows: Iterable[Row | SafeString]) -> SafeString:
    """The records of a list; a row that was written before stays as it is."""
    said = (written(row) if isinstance(row, Row) else row for row in rows)
    return mark_safe("".join(f"{row}\n    " for row in said))  # noqa: S308  they are escaped
