"""What a page adds to a rendered text: links in its language, contents, boxes that scroll.

The stored HTML is the same for everybody and holds only what the allow-list of `cases.text` lets
through; these functions rely on that, and put nothing into it but words and boxes of our own.
"""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.wikilinks import localise
from cases.words_of_html import first_paragraph

HEADING = re.compile(r'<h([3-6]) id="(s-[a-z0-9_-]+)">(.*?)</h\1>', re.DOTALL)
HEADING_TAG = re.compile(r"<(/?)h([3-6])\b")
TAG = re.compile(r"<[^>]*>")
NOTE = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
WANTED = re.compile(r'(<a (?=[^>]*class="wanted")[^>]*>[^<]*)(</a>)')
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
SENTENCE = re.compile(r".{30,}?[.!?…](?=\s+[^\W\d_a-z]|\s+«|$)")
FEWEST_HEADINGS = 3


@dataclass(frozen=True)
class Heading:
    """One line of a table of contents."""

    anchor: str
    words: str
    is_inner: bool


def shown(html: str, language: str | None) -> str:
    """The HTML of a text as a page in this language shows it."""
    wanted = format_html('<span class="vh"> {}</span>', _("(record to be written)"))
    html = WANTED.sub(lambda found: f"{found[1]}{wanted}{found[2]}", localise(html, language))
    box = format_html('<div class="scroll" role="group" tabindex="0" aria-label="{}">', _("Table"))
    return TABLE.sub(lambda found: f"{box}{_headed(found[0])}</div>", html)


def _headed(table: str) -> str:
    """The table, its heads said to be those of columns: Markdown makes no others."""
    return table.replace("<th>", '<th scope="col">')


def contents_of(html: str) -> list[Heading]:
    """The two outer levels of headings; nothing for a text with fewer than three."""
    found = HEADING.findall(html)
    levels = sorted({int(level) for level, _anchor, _words in found})[:2]
    headings = [
        Heading(anchor, _plain(words), int(level) != levels[0])
        for level, anchor, words in found if int(level) in levels
    ]  # fmt: skip
    return headings if len(headings) >= FEWEST_HEADINGS else []


def headed(html: str, outermost: int) -> str:
    """The headings moved so that the outermost is of this level, as the page around wants it."""
    levels = [int(level) for _slash, level in HEADING_TAG.findall(html)]
    shift = outermost - min(levels, default=outermost)
    return HEADING_TAG.sub(lambda tag: f"<{tag[1]}h{min(6, int(tag[2]) + shift)}", html)


def first_sentence(html: str) -> str:
    """The first sentence of a text as plain words; of a short one, the paragraph."""
    words = first_paragraph(html)
    found = SENTENCE.match(words)
    return found[0] if found else words


def _plain(html: str) -> str:
    return " ".join(unescape(TAG.sub("", NOTE.sub("", html))).split())
