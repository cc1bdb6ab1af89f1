"""Pages in the memory of one process, within a number of bytes."""

import threading
from collections import OrderedDict

from .page import Page

LARGEST_SHARE = 8  # a page that would take more than an eighth of the room is not kept


class MemoryStore:
    """The pages of one state of the register; those of an earlier one are let go at once.

    What was asked for once gives way first: a robot that reads every address, or makes some up,
    does not drive out the pages that people return to.
    """

    def __init__(self, room: int):
        self.room, self.size = room, 0
        self._state = None
        self._once: OrderedDict[str, Page] = OrderedDict()
        self._again: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, address: str, state) -> Page | None:
        """The page of an address in this state of the register."""
        with self._lock:
            if not self._turn_to(state):
                return None
            page = self._again.get(address) or self._once.pop(address, None)
            if page is not None:
                self._again[address] = page
                self._again.move_to_end(address)
            return page

    def put(self, address: str, state, page: Page) -> None:
        """Keep a page; others leave when there is no room."""
        size = page.size + len(address)
        with self._lock:
            if size * LARGEST_SHARE > self.room or not self._turn_to(state):
                return
            self._drop(address)
            self._once[address] = page
            self.size += size
            while self.size > self.room:
                self._drop(next(iter(self._once if len(self._once) > 1 else self._again)))

    def __len__(self) -> int:
        return len(self._once) + len(self._again)

    def _drop(self, address: str) -> None:
        page = self._once.pop(address, None) or self._again.pop(address, None)
        if page is not None:
            self.size -= page.size + len(address)

    def _turn_to(self, state) -> bool:
        """Empty the store for a later state; False for an earlier one, whose pages are gone."""
        if self._state is not None and state < self._state:
            return False
        if state != self._state:
            self._once.clear()
            self._again.clear()
            self._state, self.size = state, 0
        return True
