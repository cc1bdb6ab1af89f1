"""From an address to a page: each redirect judged anew, what publishers ask for honoured."""

import time
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings

from . import reserved
from .deadline import Deadline
from .exchange import AGENT, Exchange, exchange
from .resolve import address_for
from .robots import Rules, reserves
from .stopped import Stopped, Why
from .targets import Target, target_of

MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Limits:
    """Bytes, and seconds in all."""

    bytes: int
    seconds: int


CAPTURE = Limits(50_000_000, 60)
CHECK = Limits(1_000_000, 10)
MANNERS = Limits(500_000, 10)  # robots.txt: RFC 9309 asks to read 500 KiB


@dataclass
class Page:
    """What was read: every exchange on the way, the last of which is the page."""

    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def last(self) -> Exchange:
        """The page itself."""
        return self.exchanges[-1]

    @property
    def final_url(self) -> str:
        """Where the redirects led."""
        return self.last.target.url


class Fetcher:
    """Reads pages one after the other, and remembers what each site asks of robots.

    One request at a time, `SOURCE_FETCH_PAUSE` seconds apart on one host.
    """

    def __init__(self):
        self._manners: dict[str, tuple[Rules, str] | Stopped] = {}
        self._last: dict[str, float] = {}

    def fetch(self, url: str, limits: Limits = CAPTURE) -> Page:
        """The page at an address, whatever its status. Raises Stopped when it may not be read."""
        page = self._follow(url, limits, polite=True)
        if page.last.status == 200:
            reserved.check(page.last)
        return page

    def _follow(self, url: str, limits: Limits, *, polite: bool) -> Page:
        target, page, deadline = target_of(url), Page(), None
        while True:
            if polite:
                self._check_manners(target)
            self._wait(target.host)
            # What robots.txt and the pauses take is not counted: the site has its whole time.
            deadline = deadline or Deadline(limits.seconds)
            address = address_for(target, deadline)
            page.exchanges.append(exchange(target, address, limits.bytes, deadline))
            where = page.last.header("location")
            if page.last.status not in REDIRECTS or not where:
                return page
            if len(page.exchanges) > MOST_REDIRECTS:
                raise Stopped(Why.REDIRECTS)
            target = target_of(_joined(target.url, where))

    def _check_manners(self, target: Target) -> None:
        """Raise Stopped where the site asks not to read this path."""
        known = self._manners.get(target.origin)
        if known is None:
            known = self._manners[target.origin] = self._ask_manners(target)
        if isinstance(known, Stopped):
            raise Stopped(known.why, known.detail)
        rules, reservations = known
        if not rules.allow(target.path):
            raise Stopped(Why.ROBOTS, target.origin)
        if reserves(reservations, target.path):
            raise Stopped(Why.RIGHTS, "tdmrep.json")

    def _ask_manners(self, target: Target) -> tuple[Rules, str] | Stopped:
        """robots.txt and tdmrep.json of a site; a site whose robots.txt fails is not read now."""
        try:
            robots = self._text_at(f"{target.origin}/robots.txt")
            return Rules(robots, AGENT), self._reservations(target)
        except Stopped as stopped:
            return stopped

    def _reservations(self, target: Target) -> str:
        try:
            return self._text_at(f"{target.origin}/.well-known/tdmrep.json")
        except Stopped:  # unlike robots.txt, nothing says that a broken one forbids
            return ""

    def _text_at(self, url: str) -> str:
        """A small text; empty where there is none (4xx). Raises Stopped where that is unknown."""
        answer = self._follow(url, MANNERS, polite=False).last
        if answer.status >= 500 or answer.status == 429:
            raise Stopped(Why.STATUS, f"{url}: {answer.status}")
        return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""

    def _wait(self, host: str) -> None:
        """Pause where the last request to this host was a moment ago."""
        since = time.monotonic() - self._last.get(host, float("-inf"))
        if since < settings.SOURCE_FETCH_PAUSE:
            time.sleep(settings.SOURCE_FETCH_PAUSE - since)
        self._last[host] = time.monotonic()


def _joined(base: str, where: str) -> str:
    """The address that a redirect leads to, read from the one it came from."""
    try:
        # Servers send headers as bytes; Python reads them as Latin-1.
        return urljoin(base, where.encode("latin-1", "replace").decode("utf-8", "replace").strip())
    except ValueError:
        raise Stopped(Why.FORM) from None
