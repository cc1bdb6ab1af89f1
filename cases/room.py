"""How many may do at once, in one process, what costs much; the next are asked to come back."""

import threading
from contextlib import contextmanager


class Full(Exception):
    """All places are taken, and those of the waiting line as well."""


class Room:
    """A few places, and a short line of those who wait some seconds for one.

    The line is short because whoever waits holds a thread: a flood of dear pages leaves the other
    threads to readers and contributors.
    """

    def __init__(self, most: int, in_line: int = 0, seconds: float = 0):
        self._places = threading.BoundedSemaphore(most)
        self._all = threading.BoundedSemaphore(most + in_line)
        self._seconds = seconds

    def enter(self) -> None:
        """Take a place. Raises Full."""
        if not self._all.acquire(blocking=False):
            raise Full
        # A wait of no seconds is a question, not a wait.
        waits = {"timeout": self._seconds} if self._seconds else {"blocking": False}
        if not self._places.acquire(**waits):
            self._all.release()
            raise Full

    def leave(self) -> None:
        """Give the place back."""
        self._places.release()
        self._all.release()

    @contextmanager
    def place(self):
        """A place for as long as the block runs. Raises Full."""
        self.enter()
        try:
            yield
        finally:
            self.leave()
