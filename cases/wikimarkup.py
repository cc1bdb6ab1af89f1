"""The mark `[[Nice]]` or `[[vendor/xxii|the company]]` in a Markdown text; knows no record."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

LONGEST = 200
_PART = rf"[^\[\]|\\\n\x02\x03]{{1,{LONGEST}}}"
# In a table the bar is written "\|".
WRITTEN = rf"(?<!\\)\[\[({_PART})(?:\\?\|({_PART}))?\]\]"
MARK = re.compile(WRITTEN)
BEFORE_LINKS = 185  # after code; before backslashes, which a table needs, and Markdown’s links


def targets_in(text: str) -> list[str]:
    """What the marks of a text name, as typed, each once; those in code are among them."""
    return list(dict.fromkeys(match[1].strip() for match in MARK.finditer(text)))


class WikiLinks(InlineProcessor):
    """Turns a mark into a link. `href_of(target)` gives its address, or "" for words without link.

    A link to the search is one to a record that nobody has written yet: its class is `wanted`.
    """

    def __init__(self, href_of: Callable[[str], str] | None):
        super().__init__(WRITTEN)
        self.href_of = href_of

    def handleMatch(self, m, data):  # noqa: N802, the name that Markdown calls
        """The link, or its words."""
        target = m[1].strip()
        words = (m[2] or "").strip() or target
        href = self.href_of(target) if self.href_of and target else ""
        element = ElementTree.Element("a" if href else "span")
        element.text = AtomicString(words)
        if href:
            element.set("href", href)
        if href.startswith("/search/"):
            element.set("class", "wanted")
        return element, m.start(0), m.end(0)
