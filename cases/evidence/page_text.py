"""The readable text of a page, without what is not to be read. Runs in the child process."""

import re
import unicodedata

MOST_TEXT = 1_000_000  # characters
HIDDEN = ("Cc", "Cf", "Cs")
DROPPED = ("script", "style", "noscript", "template", "nav", "svg", "iframe", "object", "embed",
           "form", "button", "select", "input", "textarea", "head", "dialog", "canvas", "audio",
           "video")  # fmt: skip
BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "aside", "h1", "h2", "h3",
          "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "pre",
          "blockquote", "figure", "figcaption", "br", "hr", "address", "body", "title"}  # fmt: skip


def text_of(data: bytes, content_type: str, charset: str) -> str:
    """Plain text, one block a line. Raises ValueError for what is not a page."""
    text = _plain(data, charset) if content_type == "text/plain" else _page(data, charset)
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.replace("\r", "\n").split("\n"))
    text = "\n".join(line for line in lines if line)[:MOST_TEXT]
    # What nobody sees: zero bytes, marks that turn the direction of writing, soft hyphens.
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in HIDDEN)


def _plain(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset or "utf-8")
    except (UnicodeError, LookupError):
        return data.decode("utf-8", "replace")


def _page(data: bytes, charset: str) -> str:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        parser = HTMLParser(encoding=charset or _declared(data), no_network=True)
        page = document_fromstring(data, parser=parser)
    except LookupError:  # a charset that nobody knows
        page = document_fromstring(data, parser=HTMLParser(encoding="utf-8", no_network=True))
    except etree.ParserError:
        return ""
    parts = [title.text_content() + "\n" for title in page.iter("title")][:1]
    etree.strip_elements(page, *DROPPED, with_tail=False)
    etree.strip_elements(page, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for event, element in etree.iterwalk(page, events=("start", "end")):
        is_block = element.tag in BLOCKS
        if event == "start":
            # A line break in the source of a page is a space; one between blocks is ours.
            parts += ["\n" if is_block else "", (element.text or "").replace("\n", " ")]
        else:
            parts += ["\n" if is_block else "", (element.tail or "").replace("\n", " ")]
    return "".join(parts)


def _declared(data: bytes) -> str | None:
    """UTF-8 where the bytes are; else None: the parser looks for a meta element."""
    try:
        data.decode("utf-8")
    except UnicodeError:
        return None
    return "utf-8"
