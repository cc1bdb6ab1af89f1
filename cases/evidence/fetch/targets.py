"""How an address is written: one plain form is read, every other is refused.

Parsers differ over odd forms, and what two of them read differently opens a door; so nothing
is repaired here (WHATWG and RFC 3986 disagree on most of what is refused).
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna
from django.conf import settings

from .stopped import Stopped, Why

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
# What Python's parser drops in silence, or a browser would read as something else.
ODD = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2000-\u200f\u2028-\u202f\u3000\ufeff]")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.I)
# Names that never are on the public internet (RFC 6761, 6762, 7686, 8375 and ICANN).
LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa", "onion", "test", "invalid", "lan")


@dataclass(frozen=True)
class Target:
    """Where one request goes. `host` is a name in ASCII, or an IP address without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """The host as it stands in an address, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme and host: what robots.txt speaks for."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.path

    @property
    def may_be_loopback(self) -> bool:
        """True for a port that the settings open on this machine, for tests."""
        return self.port in settings.SOURCE_FETCH_LOOPBACK_PORTS

    @property
    def is_literal(self) -> bool:
        """True when the host is an IP address."""
        return is_address(self.host)


def target_of(url: str) -> Target:
    """Read a whole address. Raises Stopped for any form but the plain one."""
    scheme, _colon, _rest = url.partition(":")
    if scheme.lower() not in PORTS:
        raise Stopped(Why.SCHEME, scheme[:20])
    if len(url) > LONGEST or ODD.search(url):
        raise Stopped(Why.FORM)
    try:
        parts = urlsplit(url)
        given = parts.port
    except ValueError:
        raise Stopped(Why.FORM) from None
    if "@" in parts.netloc:
        raise Stopped(Why.USER)
    if not parts.netloc or parts.netloc.endswith(":"):
        raise Stopped(Why.FORM)
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*[]-._|")
    if parts.query:
        path += "?" + quote(parts.query, safe="%/:=&?~+!$,;'@()*[]-._|")
    host = host_of(parts.hostname or "", bracketed="[" in parts.netloc)
    target = Target(parts.scheme, host, PORTS[parts.scheme] if given is None else given, path)
    if target.port not in PORTS.values() and not target.may_be_loopback:
        raise Stopped(Why.PORT, str(target.port))
    _check_lists(target.host)
    return target


def host_of(host: str, *, bracketed: bool = False) -> str:
    """A host in its one form: a name in ASCII, IPv4 in four decimals, IPv6. Raises Stopped."""
    if bracketed:
        return _ipv6(host)
    if "%" in host:  # an escaped host, or the zone of an address
        raise Stopped(Why.FORM, host)
    try:
        name = idna.encode(host, uts46=True, std3_rules=True, transitional=False).decode()
    except (idna.IDNAError, UnicodeError):
        raise Stopped(Why.FORM, host) from None
    if NUMBER.fullmatch(name.rsplit(".", 1)[-1]):
        return _ipv4(name)
    if name.endswith(".") or "." not in name:
        raise Stopped(Why.FORM, name)
    if name.endswith(tuple(f".{local}" for local in LOCAL_NAMES)):
        raise Stopped(Why.ADDRESS, name)
    return name


def _ipv4(name: str) -> str:
    """Four decimals without leading zeros; refused: 2130706433, 0177.0.0.1, 0x7f.1, 127.1."""
    try:
        return str(ipaddress.IPv4Address(name))
    except ValueError:
        raise Stopped(Why.FORM, name) from None


def _ipv6(host: str) -> str:
    if "%" in host:
        raise Stopped(Why.FORM, host)
    try:
        return str(ipaddress.IPv6Address(host))
    except ValueError:
        raise Stopped(Why.FORM, host) from None


def _check_lists(host: str) -> None:
    """The operator's lists: what is denied is denied; where some are allowed, only those are."""
    if is_listed(host, settings.SOURCE_FETCH_DENY):
        raise Stopped(Why.LISTED, host)
    if settings.SOURCE_FETCH_ALLOW and not is_listed(host, settings.SOURCE_FETCH_ALLOW):
        raise Stopped(Why.LISTED, host)


def is_listed(host: str, hosts: list[str]) -> bool:
    """True for a host of the list and for every name below it; an address stands for itself."""
    return any(
        host == listed or (host.endswith(f".{listed}") and not is_address(host)) for listed in hosts
    )


def is_address(host: str) -> bool:
    """True when the host is an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
