"""docs/source-guard.md says what the fetcher does."""

import pytest
from django.conf import settings

from cases.evidence.fetch import CAPTURE, CHECK
from cases.evidence.fetch.exchange import AGENT
from cases.evidence.fetch.follow import MOST_REDIRECTS
from cases.evidence.link_checks import PATIENCE
from cases.management.commands.source_guard import tables

pytestmark = pytest.mark.once


def document() -> str:
    return (settings.BASE_DIR / "docs" / "source-guard.md").read_text("utf-8")


def test_its_tables_are_those_that_the_code_prints():
    """Run `manage.py source_guard` and put what it prints at the end of the document."""
    assert document().endswith(tables())


def test_its_figures_are_those_of_the_code():
    assert (CAPTURE.bytes, CHECK.bytes, MOST_REDIRECTS) == (50_000_000, 1_000_000, 5)
    told = " ".join(document().split())
    for figure in (
        f"50 million bytes and {CAPTURE.seconds} seconds",
        f"one million bytes and {CHECK.seconds} seconds",
        "at most five",
        f"`{AGENT}/1.0`",
        f"for {PATIENCE.days} days",
    ):
        assert figure in told
