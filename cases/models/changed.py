"""Which entries changed at which data version: derived, for what processes hold in memory."""

from django.db import models

from .entry import Entry


class ChangedEntry(models.Model):
    """One entry whose facets may differ since this version; without an entry, any may."""

    version = models.PositiveBigIntegerField(db_index=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.entry_id} at {self.version}"

    @classmethod
    def known_since(cls, version: int) -> bool:
        """True while the lines tell all that changed since a version."""
        return not cls.objects.filter(entry=None, version__gt=version).exists()
