"""The rendered Markdown of a record's text."""

from collections.abc import Iterator

from cases.models import Entry, Record
from cases.text import render_markdown


def store(record: Record) -> None:
    """Render the text again, and keep it where it changed."""
    rendered = render_markdown(record.description)
    if rendered != record.description_html:
        record.description_html = rendered
        type(record).objects.filter(pk=record.pk).update(description_html=rendered)


def follow(entry: Entry, before: dict, after: dict) -> None:
    """Nothing yet: no text depends on another record."""


def stale(record: Record) -> Iterator[str]:
    """The rendered text is not that of the Markdown."""
    if record.description_html != render_markdown(record.description):
        yield "its rendered text is stale"
