"""What a fiche repeats: cells, rows of facts and of dates, sources."""

from django import template
from django.utils.safestring import SafeString

from cases.fiche import dates, facts, sources

register = template.Library()

register.simple_tag(dates.rows, name="timeline_rows")
register.simple_tag(sources.items, name="source_items")


@register.simple_tag
def fact_cells(key_facts, replied=()) -> SafeString:
    """The cells of the band."""
    return facts.cells(key_facts, replied or ())


@register.simple_tag
def fact_rows(all_facts, replied, here: str) -> SafeString:
    """The rows of the table of facts."""
    return facts.rows(all_facts, replied or (), here)
