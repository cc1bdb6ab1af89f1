"""Who builds a page that many ask for at the same moment."""

import threading


class Turns:
    """One thread builds a page; the others wait for it, up to a number of seconds."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._building: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def is_first(self, address: str) -> bool:
        """True for who is to build, and says `over` afterwards; False, later, for the others."""
        with self._lock:
            done = self._building.get(address)
            if done is None:
                self._building[address] = threading.Event()
                return True
        done.wait(self.seconds)
        return False

    def over(self, address: str) -> None:
        """The page is built, or cannot be: the others look for themselves."""
        with self._lock:
            self._building.pop(address).set()
