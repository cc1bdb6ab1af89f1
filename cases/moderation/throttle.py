"""How much is being sent, without knowing by whom.

Numbers stand in the memory of each process alone, under the first 16 bits of an HMAC of the
network a request came from (a /24 or a /56): thousands of networks share each key, so a key
says nothing of a person, and the salt that made it is drawn anew every day. Nothing here is
written to the database, a file or a log, and no moment is kept: only how many in this hour.

Each process counts what it sees, so limits are divided by the number of processes. Visitors of
the onion service, and those whose network a proxy does not tell, come from loopback: they have
no key, and only the limit for all together.
"""

import enum
import hashlib
import hmac
import ipaddress
import math
import secrets
import threading
import time
from collections import Counter

from django.conf import settings

HOUR, DAY = 3600, 24 * 3600
BITS = 16
V4_PREFIX, V6_PREFIX = 24, 56
# So many times a limit, and no answer makes a contribution wait with the others.
FLOOD = 4


class Load(enum.Enum):
    """What the numbers say of the next one."""

    CALM = "calm"
    BUSY = "busy"  # over a limit
    FLOOD = "flood"  # over FLOOD times a limit


class _Salt:
    """The salt of the day, made when it is needed, forgotten after 24 hours even if idle."""

    def __init__(self):
        self._lock, self._value, self._timer = threading.Lock(), None, None

    def value(self) -> bytes:
        """The salt of the day."""
        with self._lock:
            if self._value is None:
                self._value = secrets.token_bytes(32)
                self._timer = threading.Timer(DAY, forget)
                self._timer.daemon = True
                self._timer.start()
            return self._value

    def drop(self) -> None:
        """Forget it: no key made with it can be made again."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            self._value = self._timer = None


class Rate:
    """How many of one sort in this hour, for each key and in all."""

    def __init__(self, per_key: int, in_all: int):
        self._per_key, self._in_all = per_key, in_all
        self._lock, self._hour = threading.Lock(), 0
        self._counts: Counter[int] = Counter()
        self._total = 0
        _rates.append(self)

    def count(self, key: int | None) -> None:
        """One more. What a key sends over its own limit does not weigh on the others."""
        with self._lock:
            self._begin_hour()
            if key is not None:
                self._counts[key] += 1
            if key is None or self._counts[key] <= self.per_key:
                self._total += 1

    def load(self, key: int | None, part: float = 1) -> Load:
        """What the next one of this key meets; `part` of the limit in all, to ask in time."""
        with self._lock:
            self._begin_hour()
            of_all = self._total / (self.in_all * part)
        return max(self.own_load(key), _load(of_all), key=list(Load).index)

    def own_load(self, key: int | None) -> Load:
        """What the next one of this key meets for what came under this key alone."""
        with self._lock:
            self._begin_hour()
            return _load(self._counts[key] / self.per_key if key is not None else 0)

    @property
    def per_key(self) -> int:
        """The limit of a key in this process."""
        return max(1, math.ceil(self._per_key / settings.WEB_CONCURRENCY))

    @property
    def in_all(self) -> int:
        """The limit for all together in this process."""
        return max(1, math.ceil(self._in_all / settings.WEB_CONCURRENCY))

    def forget(self) -> None:
        """Begin again from nothing."""
        with self._lock:
            self._counts.clear()
            self._total = 0

    def _begin_hour(self) -> None:
        hour = int(time.monotonic() // HOUR)
        if hour != self._hour:
            self._hour, self._total = hour, 0
            self._counts.clear()


def _load(part: float) -> Load:
    return Load.FLOOD if part >= FLOOD else Load.BUSY if part >= 1 else Load.CALM


_rates: list[Rate] = []
_salt = _Salt()
CONTRIBUTIONS = Rate(settings.RATE_PER_NETWORK, settings.RATE_IN_ALL)
WRONG_CODES = Rate(per_key=20, in_all=200)


def forget() -> None:
    """Drop the salt and every number."""
    _salt.drop()
    for rate in _rates:
        rate.forget()


def key_of(request) -> int | None:
    """The key of the network a request came from; None for loopback and the onion service."""
    network = _network(_address(request))
    if network is None:
        return None
    digest = hmac.new(_salt.value(), network.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[: BITS // 8], "big")


def _address(request) -> str:
    """The peer; behind a proxy on this machine, what it tells, if the settings trust it to."""
    peer = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_FORWARDED_FOR and _network(peer) is None:
        return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return peer


def _network(address: str) -> str | None:
    """The /24 or /56 of an address; None for loopback, and for what is no address."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if parsed.is_loopback:
        return None
    length = V4_PREFIX if parsed.version == 4 else V6_PREFIX
    return str(ipaddress.ip_network(f"{parsed}/{length}", strict=False))
