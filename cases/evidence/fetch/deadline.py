"""How long something may take in all, however often it shows a sign of life."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from .stopped import Stopped, Why


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float):
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises Stopped when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise Stopped(Why.TIME)
        return left

    @property
    def has_passed(self) -> bool:
        """True from the end on."""
        return time.monotonic() >= self.end

    @contextmanager
    def cutting(self, connection: socket.socket) -> Iterator[None]:
        """Cut the connection at the end: a server that drips bytes outlives every timeout."""
        timer = threading.Timer(self.left(), _cut, [connection])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        # Not its own method: that of TLS would let go of the session under the reader's hands.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
