"""A visitor of a running server: plain HTTP, with cookies, as a browser without JavaScript."""

import http.client
import re
import urllib.error
import urllib.request
from dataclasses import dataclass

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.page_forms import controls

CODE = re.compile(r'id="receipt-code">(.*?)</p>')
TAG = re.compile(r"<[^>]*>|\s")
PATIENCE = 90  # seconds: many at once wait for one another


class Unanswered(Exception):
    """The server was not there, or died before it had answered."""


@dataclass(frozen=True)
class Page:
    """What came back."""

    status_code: int
    content: bytes
    headers: object

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def receipt(self) -> str:
        """The code of the receipt that this page shows; nothing if it shows none."""
        found = CODE.search(self.text) if self.status_code == 200 else None
        return TAG.sub("", found[1]) if found else ""


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Browser:
    """One visitor."""

    def __init__(self, url: str, cookies: dict | None = None):
        self.url, self.cookies = url, cookies or {}
        self.opener = urllib.request.build_opener(_StayHere)

    def get(self, path: str) -> Page:
        """Open a page. Raises Unanswered, as `post` does."""
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, fields: dict) -> Page:
        """Send a form, with files if it has any."""
        return self._ask(urllib.request.Request(
            self.url + path, encode_multipart(BOUNDARY, fields),
            {"Content-Type": MULTIPART_CONTENT, "Referer": self.url + path},
        ))  # fmt: skip

    def fill(self, path: str, **fields) -> dict:
        """What a form that the page gives would send, filled in."""
        page = self.get(path)
        if page.status_code != 200:
            raise Unanswered(page.status_code)
        return controls(page) | fields

    def _ask(self, request) -> Page:
        request.add_header("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        try:
            try:
                answer = self.opener.open(request, timeout=PATIENCE)
            except urllib.error.HTTPError as refused:
                answer = refused
            with answer:
                page = Page(answer.status, answer.read(), answer.headers)
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(repr(error)) from error
        for line in page.headers.get_all("Set-Cookie") or []:
            name, _equals, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0].strip('"')
        return page
