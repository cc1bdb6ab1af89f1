"""What a page itself says of being copied: headers and meta elements.

TDMRep (W3C community group) reserves the rights of directive 2019/790, article 4(3);
`noarchive` asks for no copy, `noai` for none that machines learn from.
"""

import re
from html.parser import HTMLParser

from .exchange import AGENT, Exchange
from .stopped import Stopped, Why

WORDS = {"noarchive", "noai"}
HEAD = 512 * 1024  # bytes of a page in which meta elements are looked for
AGENTS = ("robots", AGENT)


def check(answer: Exchange) -> None:
    """Raise Stopped when the publisher reserves its rights over this page."""
    if answer.header("tdm-reservation").strip().startswith("1"):
        raise Stopped(Why.RIGHTS, "tdm-reservation header")
    if WORDS & _tagged([value for name, value in answer.headers if name.lower() == "x-robots-tag"]):
        raise Stopped(Why.RIGHTS, "X-Robots-Tag header")
    if "html" in answer.content_type:
        found = _Metas()
        found.feed(answer.body[:HEAD].decode("utf-8", "replace"))
        if found.reserved:
            raise Stopped(Why.RIGHTS, "meta element")


def _tagged(values: list[str]) -> set[str]:
    """The words for everybody and for us; those for another named robot are left out."""
    words = set()
    for value in values:
        agent, colon, rest = value.partition(":")
        if colon and re.fullmatch(r"[\w*-]+", agent.strip()):
            if agent.strip().lower() not in ("*", AGENT):
                continue
            value = rest
        words |= {word.strip().lower() for word in value.split(",")}
    return words


class _Metas(HTMLParser):
    """True in `reserved` once a meta element reserves something."""

    reserved = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag != "meta":
            return
        given = {name: (value or "").strip().lower() for name, value in attrs}
        name, content = given.get("name", ""), given.get("content", "")
        if name == "tdm-reservation" and content == "1":
            self.reserved = True
        if name in AGENTS and WORDS & {word.strip() for word in content.split(",")}:
            self.reserved = True
