"""Passwords are tried slowly: a delay that grows with each failure, never a lock.

Counted in the memory of each process under a keyed hash of the account's name: no address, nothing
on the disk, and the same for a name that does not exist.
"""

import hmac
import secrets
import threading
import time
import unicodedata

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from .second_factor import Wait

# Failures without delay, in all processes together; then seconds 1, 2, 4… up to five minutes.
FREE = 6
LONGEST = 300
# After this many quiet seconds a name starts anew.
QUIET = 3600
# Names remembered; beyond it the one with the fewest failures is forgotten.
MOST = 10_000
# One check of a password takes 100 MB for a moment: a flood of them must wait, not fill memory.
_one_at_a_time = threading.BoundedSemaphore(2)
PATIENCE = 5


class Attempts:
    """Failures by name. Each process lets through its share of what all may together."""

    def __init__(self, workers: int, clock=time.monotonic):
        self._workers, self._clock = workers, clock
        self._salt, self._lock = secrets.token_bytes(16), threading.Lock()
        self._known: dict[bytes, tuple[int, float]] = {}

    def start(self, name: str) -> None:
        """Count one attempt, before its outcome is known; raise Wait while the delay lasts.

        Counting first means that attempts sent all at once do not slip through together.
        """
        key, now = self._key(name), self._clock()
        with self._lock:
            failures, until = self._known.get(key, (0, now))
            if now < until:
                raise Wait(until - now)
            failures = 1 if now > until + QUIET else failures + 1
            if key not in self._known and len(self._known) >= MOST:
                del self._known[min(self._known, key=lambda known: self._known[known][0])]
            self._known[key] = (failures, now + self._delay(failures))

    def succeeded(self, name: str) -> None:
        """Forget the failures of a name: its owner is here."""
        with self._lock:
            self._known.pop(self._key(name), None)

    def forget(self) -> None:
        """Forget every name."""
        with self._lock:
            self._known.clear()

    def _delay(self, failures: int) -> int:
        paid = failures - max(1, FREE // self._workers)
        return 0 if paid < 0 else min(LONGEST, self._workers * 2 ** min(paid, 16))

    def _key(self, name: str) -> bytes:
        folded = unicodedata.normalize("NFKC", name).casefold().strip()
        return hmac.digest(self._salt, folded.encode(errors="replace"), "sha256")[:8]


PASSWORDS = Attempts(settings.WEB_CONCURRENCY)


def check(name: str, password: str) -> User | None:
    """The account of this name and password, or None; raises Wait after too many failures.

    An unknown name, a closed account and one without a password cost the same work (Django hashes
    the password anyway) and get the same answer.
    """
    PASSWORDS.start(name)
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Wait(PATIENCE)
    try:
        user = authenticate(username=name, password=password)
    finally:
        _one_at_a_time.release()
    if user is not None:
        PASSWORDS.succeeded(name)
    return user
