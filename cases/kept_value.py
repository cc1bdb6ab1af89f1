"""A value that many threads read and few change, such as the number of the data version."""

import threading
import time
from collections.abc import Callable


class KeptValue:
    """What `ask` answered at most `seconds` ago; one thread asks while the others wait for it."""

    def __init__(self, ask: Callable, seconds: float, clock: Callable[[], float] = time.monotonic):
        self._ask, self._seconds, self._clock = ask, seconds, clock
        self._lock = threading.Lock()
        self._value, self._asked = None, None

    def get(self):
        """The value, asked for again once it is too old."""
        return self._value_at_most(self._seconds)

    def renew(self):
        """The value as it is now."""
        return self._value_at_most(0)

    def forget(self) -> None:
        """Ask again next time; an answer on its way, perhaps an old one, is forgotten too."""
        with self._lock:
            self._asked = None

    def _value_at_most(self, seconds: float):
        with self._lock:
            now = self._clock()  # before asking: the answer may be as old as the question
            if self._asked is None or now - self._asked >= seconds:
                self._value = self._ask()
                self._asked = now
            return self._value
