"""Text: folded for search, checked on arrival, and rendered from Markdown.

The only module that knows bleach and nh3: both clean the OUTPUT of Markdown, by one allow-list.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from html import escape, unescape

import bleach
import markdown
import nh3
from bleach.html5lib_shim import Filter
from django.utils.translation import gettext as _

from cases.wikimarkup import BEFORE_LINKS, WikiLinks
from cases.words_of_html import first_paragraph

MAX_MARKDOWN = 100_000

# Letters that NFKD leaves alone, though people type them in two letters or without their stroke.
LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "Œ": "OE", "Æ": "AE", "Ø": "O"}
    | {"ẞ": "SS", "Ł": "L", "Đ": "D", "ı": "i"}
)

# What Markdown makes with our extensions, and nothing else.
TAGS = frozenset(
    {"a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
    | {"pre", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
EXTERNAL_REL = "nofollow ugc noopener noreferrer"
SCHEMES = frozenset({"http", "https", "mailto"})
# Ids begin with "s-", "fn:" or "fnref:", so that none can be mistaken for one of the page's own.
OWN_ID = r"(?:s-[a-z0-9-]{1,80}(?:_[0-9]{1,5})?|fn(?:ref[0-9]{0,5})?:[\w-]{1,80})"
EXTERNAL = re.compile(r"https?://[^\s\\/][^\s\\]*", re.IGNORECASE)
# "/places/nice/" stays on this site; "//host" and "/\host" would not.
INTERNAL = re.compile(rf"#{OWN_ID}|/(?![/\\])[^\s\\]*|mailto:[^\s\\/]+@[^\s\\/]+")
ATTRIBUTES = {
    ("*", "id"): re.compile(OWN_ID),
    ("a", "class"): re.compile("wanted"),
    ("a", "href"): re.compile(f"{EXTERNAL.pattern}|{INTERNAL.pattern}", re.IGNORECASE),
    ("a", "rel"): re.compile(EXTERNAL_REL),
    ("ol", "start"): re.compile("[0-9]{1,9}"),
}
HEADING = re.compile(r"#+|^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)
SEPARATORS = re.compile(r"[^a-z0-9]+")
# One paragraph without any sign that Markdown or HTML reads, once it is known to hold no "_": most
# texts, and each in no time.
PROSE = re.compile(r"(?:[^\W\d_][\w ,.;:’()%-]*(?<! ))?")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")


def fold(text: str) -> str:
    """What search, uniqueness and slugs compare: no marks, no case, no punctuation, single spaces.

    NFKD without marks, œ → oe, æ → ae, ß → ss; folding twice changes nothing.
    """
    if text.isascii():  # codes and most names: the same, sooner
        return " ".join(SEPARATORS.sub(" ", text.lower()).split())
    text = unicodedata.normalize("NFKD", text).translate(LETTERS).casefold()
    # Case folding may bring back letters with marks.
    text = unicodedata.normalize("NFKD", text).translate(LETTERS).translate(_FOLDED)
    return " ".join(text.split())


class _Folded(dict):
    """What folding makes of each character, found once: letters stay, marks go, the rest parts."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = "" if unicodedata.category(char)[0] == "M" else char if char.isalnum() else " "
        return self.setdefault(code, kept)


_FOLDED = _Folded()


def slugify(text: str, max_length: int = 100) -> str:
    """The folded text in ASCII with hyphens, cut at the end of a word; "x" when nothing is left."""
    words = fold(text).encode("ascii", "ignore").decode().split()
    slug = "-".join(words)
    if len(slug) > max_length:
        cut = slug[: max_length + 1].rpartition("-")[0]
        slug = cut or slug[:max_length]
    return slug or "x"


def check_text(text: str) -> str:
    """The text in NFC with plain line ends. Raises ValueError on control characters.

    Newline and tab are kept. Refused beside the control characters proper: half surrogates, which
    no database stores, and U+202D and U+202E, which show text in another order than it is read.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if CONTROL.search(text):
        raise ValueError(
            _(
                "The text contains characters that cannot be seen: "
                "type it again or paste it as plain text."
            )
        )
    return unicodedata.normalize("NFC", text)


def render_markdown(text: str, href_of: Callable[[str], str] | None = None) -> str:
    """Safe HTML for a Markdown text; raw HTML and pictures in it stay as they are typed.

    Pure: the same text gives the same HTML in every language. Headings start at h3. A text built
    to make Markdown slow (see `_is_costly`) is shown as plain paragraphs. `href_of` gives the
    address for the target of a `[[…]]`; without it such marks are words. Raises ValueError above
    100,000 characters.
    """
    if len(text) > MAX_MARKDOWN:
        raise ValueError(
            _(
                "The text is too long: %(max)s characters at most. Shorten it, "
                "or send the rest on its own."
            )
            % {"max": MAX_MARKDOWN}
        )
    if _is_prose(text):
        return text and f"<p>{text}</p>"
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _is_costly(text):
        return _plain_paragraphs(text)
    try:
        return _clean(_markdown(href_of).convert(text))
    except RecursionError:
        return _plain_paragraphs(text)


def summarise(text: str, length: int = 200) -> str:
    """The first paragraph of a Markdown text as plain text, cut at the end of a word with "…".

    A text without any paragraph (a list, a table) gives its first words.
    """
    return shortened(text if is_summed_up(text) else first_paragraph(render_markdown(text)), length)


def shortened(words: str, length: int = 200) -> str:
    """The words, cut at the end of one with "…"."""
    if len(words) <= length:
        return words
    cut = words[:length].rpartition(" ")[0] or words[: length - 1]
    return cut.rstrip(" ,;:–—-") + "…"


def is_summed_up(text: str) -> bool:
    """True for a text that is its own first paragraph; HTML reads several spaces as one."""
    return "  " not in text and _is_prose(text)


def _is_prose(text: str) -> bool:
    return "_" not in text and PROSE.fullmatch(text) is not None


def _markdown(href_of):
    """Python-Markdown without raw HTML, pictures or reference links.

    Reference links are left out because a single long definition, used thousands of times, would
    make a page of several hundred megabytes.
    """
    engine = markdown.Markdown(
        extensions=["tables", "footnotes", "toc", "sane_lists"],
        extension_configs={
            "toc": {"baselevel": 3, "marker": "", "permalink": False, "slugify": _heading_ids()},
            "footnotes": {"BACKLINK_TITLE": ""},
        },
        output_format="html",
    )
    engine.preprocessors.deregister("html_block")
    engine.parser.blockprocessors.deregister("reference")
    for name in ("html", "image_link", "image_reference", "short_image_ref"):
        engine.inlinePatterns.deregister(name)
    engine.inlinePatterns.register(WikiLinks(href_of), "wikilinks", BEFORE_LINKS)
    return engine


def _heading_ids():
    """A function that gives each heading of one text its id: "s-histoire", then "s-histoire-2"."""
    seen = Counter()

    def heading_id(value, _separator):
        slug = slugify(value, 60)
        seen[slug] += 1
        return f"s-{slug}" if seen[slug] == 1 else f"s-{slug}-{seen[slug]}"

    return heading_id


# Twenty quotes or list items begun on one line, or an indentation as deep.
NESTED = re.compile(r"^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}\.[ \t])){20}|^[ \t]{80}", re.M)


def _is_costly(text):
    """Whether Markdown would take more than about three seconds or make a page of many megabytes.

    Weights are measured on Python-Markdown 3.11, in nanoseconds: each "[" is followed to its "]"
    or the end of the block (10,000 of them took 17 s), each "](" likewise; each heading and each
    emphasis copies its block. A table repeats the columns of its header for every short row.
    Dozens of nested quotes or lists end the stack of calls, at a depth that depends on the caller.
    Thousands of blocks or references to notes take a time that grows with their square.
    """
    if NESTED.search(text):
        return True
    budget = 3_000_000_000
    blocks = re.split(r"\n[ \t]*\n", text)
    if len(blocks) > 5000 or text.count("[^") > 1000:
        return True
    for block in blocks:
        size = len(block)
        budget -= 350 * _bracket_steps(block)
        budget -= size * (80 * block.count("](") + 25 * len(HEADING.findall(block)))
        budget -= size * (block.count("*") + block.count("_"))
        columns = max(line.count("|") for line in block.split("\n"))
        if budget < 0 or columns * block.count("\n") > 20_000:
            return True
    return False


def _bracket_steps(block):
    """How many characters are passed when each "[" is followed to its own "]" or to the end."""
    # In code and after a backslash a bracket closes nothing: then none is trusted to close.
    trusted = "`" not in block and "\\" not in block
    depth = steps = 0
    for char in block:
        if char == "[":
            depth += 1
        elif char == "]" and trusted and depth:
            depth -= 1
        steps += depth
    return steps


def _plain_paragraphs(text):
    blocks = (escape(block.strip(), quote=False) for block in text.split("\n\n"))
    return "\n".join(f"<p>{block}</p>" for block in blocks if block)


def _allowed(tag, name, value):
    """Whether the attribute is in the closed list with a value of the expected form."""
    pattern = ATTRIBUTES.get((tag, name)) or ATTRIBUTES.get(("*", name))
    return bool(pattern and pattern.fullmatch(value))


class _ExternalLinks(Filter):
    """Marks links to other sites; anything else a link says about its relation is dropped."""

    def __iter__(self):
        for token in super().__iter__():
            attributes = token.get("data") if token.get("name") == "a" else None
            if isinstance(attributes, dict):
                attributes.pop((None, "rel"), None)
                if EXTERNAL.fullmatch(unescape(attributes.get((None, "href"), ""))):
                    attributes[(None, "rel")] = EXTERNAL_REL
            yield token


def _clean(html):
    """The HTML through bleach, then nh3, with the same list."""
    cleaner = bleach.Cleaner(
        tags=TAGS,
        # bleach hands over values as they are written, with their character references.
        attributes=lambda tag, name, value: _allowed(tag, name, unescape(value)),
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
        filters=[_ExternalLinks],
    )
    attributes = {}
    for tag, name in ATTRIBUTES:
        attributes.setdefault(tag, set()).add(name)
    return nh3.clean(
        cleaner.clean(html),
        tags=set(TAGS),
        attributes=attributes,
        attribute_filter=lambda tag, name, value: value if _allowed(tag, name, value) else None,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
