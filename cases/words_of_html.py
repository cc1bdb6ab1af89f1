"""The words of a rendered text, without its markup."""

import re
from html.parser import HTMLParser

# No-break spaces stay: French has one before a colon.
BREAKABLE = re.compile(r"[ \t\n\r\f]+")


def first_paragraph(html: str) -> str:
    """The words of the first paragraph of a rendered text; all of its words if it has none."""
    reader = _read(html)
    words = "".join(reader.paragraph or reader.everything)
    return BREAKABLE.sub(" ", words).strip()


def all_words(html: str) -> str:
    """The words of a rendered text."""
    return " ".join("".join(_read(html).everything).split())


def _read(html: str) -> "_FirstParagraph":
    reader = _FirstParagraph()
    reader.feed(html)
    reader.close()
    return reader


class _FirstParagraph(HTMLParser):
    """Collects the text of the first paragraph, and all text in case there is none."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.paragraph, self.everything = [], []
        self._inside = self._done = self._note = False

    def handle_starttag(self, tag, attrs):
        self._inside = self._inside or (tag == "p" and not self._done)
        self._note = self._note or tag == "sup"  # the number of a footnote is not part of a summary

    def handle_endtag(self, tag):
        if tag == "p" and self._inside:
            self._inside, self._done = False, bool("".join(self.paragraph).strip())
        if tag == "sup":
            self._note = False

    def handle_data(self, data):
        if self._note:
            return
        self.everything.append(data)
        if self._inside and not self._done:
            self.paragraph.append(data)
