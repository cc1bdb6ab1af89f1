"""The index on disk brought up to date from time to time, never while somebody waits for a page."""

from django.db import transaction

from cases.derived import changed
from cases.kinds import KINDS
from cases.models import DataVersion

from . import stored
from .current import current, facets_of
from .index import Index


def keep() -> int:
    """Save the index as it is now; how many lines about changes were dropped.

    Those that the file had until now stay, so that a process which last answered after the save
    before this one goes on from what it holds. One that slept for longer reads the file.
    """
    before = stored.load()
    if before and before.version == DataVersion.current():
        return 0
    _whole()
    with transaction.atomic():
        # The lock of public changes: what is erased meanwhile must not come back with the file.
        DataVersion.objects.select_for_update().filter(pk=1).first()
        stored.save(_whole())
    return changed.forget(before.version) if before else 0


def _whole() -> Index:
    """The index of this moment with the facets of every kind."""
    index = current()
    for kind in KINDS:
        facets_of(index, kind)
    return index
