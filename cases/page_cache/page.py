"""A finished page: its bytes in each encoding, and how it is given to a reader."""

import hashlib
import re
from dataclasses import dataclass

from .encodings import chosen, encoded

# Kept by anyone, and asked again each time: what was corrected or erased is never shown after.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
OF_THE_BODY = ("content-length", "content-type", "content-encoding", "content-language",
               "content-disposition")  # fmt: skip
MINE = ("content-length", "etag", "vary")
TAG = re.compile(r'"[^"]*"')
OVERHEAD = 2000  # bytes of headers and objects that one page costs in memory


@dataclass(frozen=True)
class Form:
    """A page in one encoding: complete headers, those of "not changed", its bytes."""

    tag: str
    headers: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Page:
    """The forms of one page by encoding, "" for the bytes as they are."""

    forms: dict[str, Form]

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, about."""
        return OVERHEAD + sum(len(form.body) for form in self.forms.values())

    def give(self, environ: dict, start_response) -> list[bytes]:
        """Answer a request: with the page, its headers alone, or the news that nothing changed."""
        form = self.forms[chosen(environ.get("HTTP_ACCEPT_ENCODING", ""), self.forms)]
        if _has(environ.get("HTTP_IF_NONE_MATCH", ""), form.tag):
            start_response("304 Not Modified", list(form.unchanged))
            return []
        start_response("200 OK", list(form.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]


def may_keep(status: str, headers: list[tuple[str, str]]) -> bool:
    """True for a good answer that is the same for everyone; errors are never kept."""
    said = {name.lower(): value.lower() for name, value in headers}
    refused = {"no-store", "private"} & set(re.split(r"[\s,]+", said.get("cache-control", "")))
    return status.startswith("200 ") and not refused and not {"set-cookie", "vary"} & set(said)


def finished(headers: list[tuple[str, str]], body: bytes) -> Page:
    """The page made of an answer of the program."""
    said = {name.lower(): value for name, value in headers}
    kept = [(name, value) for name, value in headers if name.lower() not in MINE]
    if "cache-control" not in said:
        kept.append(("Cache-Control", CACHE_CONTROL))
    digest = hashlib.sha256(body).hexdigest()[:32]
    bodies = {"": body} | encoded(body, said.get("content-type", ""))
    return Page({name: _form(kept, digest, name, bodies[name]) for name in bodies})


def _form(headers, digest: str, encoding: str, body: bytes) -> Form:
    """Each encoding is other bytes, so it has a strong tag of its own."""
    tag = f'"{digest}.{encoding}"' if encoding else f'"{digest}"'
    whole = [*headers, ("ETag", tag), ("Vary", "Accept-Encoding")]
    unchanged = [pair for pair in whole if pair[0].lower() not in OF_THE_BODY]
    if encoding:
        whole.append(("Content-Encoding", encoding))
    whole.append(("Content-Length", str(len(body))))
    return Form(tag, whole, unchanged, body)


def _has(asked: str, tag: str) -> bool:
    """True when If-None-Match names the tag; a proxy may have made it weak on the way."""
    return bool(asked) and (asked.strip() == "*" or tag in TAG.findall(asked))
