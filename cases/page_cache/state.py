"""What readers' pages are a function of, beside their address: the data version and the day."""

import datetime
from typing import NamedTuple

from django.db import close_old_connections
from django.utils import timezone

from cases.models import DataVersion


class State(NamedTuple):
    """Ordered in time: a later one has a greater version, or the same on a later day."""

    version: int
    day: datetime.date


def recent() -> State:
    """The state as it was at most a second ago; as it is, for a change made by this server."""
    return _state(DataVersion.recent)


def present() -> State:
    """The state as it is now."""
    return _state(DataVersion.renewed)


def _state(version) -> State:
    """Outside Django's own round of a request, connections are closed by whoever opens them."""
    try:
        return State(version(), timezone.localdate())
    finally:
        close_old_connections()
