"""The index that this process answers from: read once, then brought up to the data version."""

import threading

from cases.models import ChangedEntry, DataVersion

from . import refreshing, stored
from .index import Facets, Index

_lock = threading.Lock()
_held: list[Index] = []  # the last index, or nothing


def current() -> Index:
    """The index of the data version of this moment."""
    version = DataVersion.current()
    if _held and _held[0].version == version:
        return _held[0]
    with _lock:
        index = _held[0] if _held else None
        if index is None or not ChangedEntry.known_since(index.version):
            index = stored.load()
        if index is None or index.version != version:
            index = refreshing.after(index, version) if index else refreshing.whole(version)
        _held[:] = [index]
    return index


def held() -> Index | None:
    """The last index, of whatever version; None before anyone asked for one."""
    return next(iter(_held[:1]), None)


def is_behind() -> bool:
    """True when there is an index, and it is not of this moment."""
    index = held()
    return index is not None and index.version != DataVersion.current()


def facets_of(index: Index, kind: str) -> Facets:
    """The facets of one kind of record, read from the database when first asked for."""
    if kind not in index.facets:
        with _lock:
            if kind not in index.facets:
                index.facets[kind] = refreshing.facets_of(index, kind)
    return index.facets[kind]


def forget() -> None:
    """Read everything again at the next question, for tests that go back in time."""
    with _lock:
        _held.clear()
