"""A number that many threads read and few change, such as the data version."""

import mmap
import threading
import time
from collections.abc import Callable


class KeptValue:
    """What `ask` answered at most `seconds` ago; one thread asks while the others wait for it."""

    def __init__(
        self,
        ask: Callable[[], int],
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._ask, self._seconds, self._clock = ask, seconds, clock
        self._lock = threading.Lock()
        self._value, self._asked = 0, None

    def get(self, at_least: int = 0) -> int:
        """The number, asked for again once it is too old, or smaller than it must be by now."""
        with self._lock:
            now = self._clock()  # before asking: the answer may be as old as the question
            is_recent = self._asked is not None and now - self._asked < self._seconds
            return self._value if is_recent and self._value >= at_least else self._renew(now)

    def renew(self) -> int:
        """The number as it is now."""
        with self._lock:
            return self._renew(self._clock())

    def _renew(self, now: float) -> int:
        self._value = self._ask()
        self._asked = now
        return self._value


class SharedNumber:
    """A number in memory that a process shares with those it forks: a word to the others.

    It is no more than that: two that write at once may lose the greater number.
    """

    SIZE = 8

    def __init__(self):
        self._memory = mmap.mmap(-1, self.SIZE)

    def read(self) -> int:
        """The number last written, 0 before any."""
        return int.from_bytes(self._memory[: self.SIZE], "big")

    def write(self, number: int) -> None:
        """Tell it to the other processes."""
        self._memory[: self.SIZE] = number.to_bytes(self.SIZE, "big")


# Made when this module is imported: technopolice/gunicorn.py does so before it forks.
announced_version = SharedNumber()
