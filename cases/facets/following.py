"""The index of a process brought to a new data version before a reader needs it.

A page cache answers from an earlier version for up to a second (`DataVersion.recent`): meanwhile a
thread of the server looks, more often, and makes the index ready. A reader who comes first, or a
process without this thread, does the same and waits for it. The numbers beside the filters of whole
lists, which nearly every edit changes, are counted again for the lists that were looked at.
"""

import threading
import time

from django.db import Error, connection
from django.utils import translation

from cases.kinds import KINDS
from cases.models import DataVersion

from . import current
from .index import Index

PAUSE = 0.3  # seconds between two looks; with the work, well within the second of `recent`


def begin() -> None:
    """Start the thread, in a process that serves; it ends with the process."""
    threading.Thread(target=_follow, name="index", daemon=True).start()


def look() -> None:
    """Bring an index that readers asked for up to date, then let them know of the version."""
    try:
        if current.is_behind():
            shown = _lists_shown(current.held())
            current.current()
            for kind, language in shown:
                _count(kind, language)
            DataVersion.renewed()
    except Error:  # readers are told by the pages they ask for
        connection.close()


def _lists_shown(index: Index | None) -> list[tuple[str, str]]:
    """The kinds whose whole lists were shown, with the language."""
    remembered = index.remembered() if index else ()
    return sorted({(what[1], what[3]) for what in remembered if what[0] == "facet"})


def _count(kind: str, language: str) -> None:
    """Count what the filters of a whole list say; the index remembers it."""
    with translation.override(language):
        KINDS[kind].filter({}, queryset=KINDS[kind].model.objects.all()).facets()


def _follow() -> None:
    while True:
        time.sleep(PAUSE)
        look()
