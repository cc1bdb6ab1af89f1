"""The index of a process brought to a new data version before a reader needs it.

A page cache answers from an earlier version for up to a second (`DataVersion.recent`): meanwhile a
thread of the server looks, more often, and makes the index ready. A reader who comes first, or a
process without this thread, does the same and waits for it.
"""

import threading
import time

from django.db import Error, connection

from cases.models import DataVersion

from . import current

PAUSE = 0.3  # seconds between two looks; with the work, well within the second of `recent`


def begin() -> None:
    """Start the thread, in a process that serves; it ends with the process."""
    threading.Thread(target=_follow, name="index", daemon=True).start()


def look() -> None:
    """Bring an index that readers asked for up to date, then let them know of the version."""
    try:
        if current.is_behind():
            current.current()
            DataVersion.renewed()
    except Error:  # readers are told by the pages they ask for
        connection.close()


def _follow() -> None:
    while True:
        time.sleep(PAUSE)
        look()
