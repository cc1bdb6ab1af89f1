"""Reading where in a document a citation points."""

import re

# « p. 12 », "page 12, § 3", "pages 12-14", "pp. 12–14"; not "12" alone, nor "stop. 12".
PAGE = re.compile(r"\bp(?:p?\.|ages?\b|p\b|(?=\s*\d))\s*(\d{1,5})\b", re.IGNORECASE)


def page_of(locator: str) -> int | None:
    """The first page that a locator names, counted from 1; None where it names none."""
    match = PAGE.search(locator)
    return int(match[1]) or None if match else None
