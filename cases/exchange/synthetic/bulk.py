"""Identities for made records, and the writer of records that stores them by the thousand."""

import datetime
from collections.abc import Callable

from django.core.management.color import no_style
from django.db import connection, models

from cases import history
from cases.made import Made
from cases.models import Entry
from cases.text import slugify


class BulkWriter:
    """Gives identities and stores records; the numbers go on from what is there."""

    def __init__(self, day: datetime.date, salt: Callable[[], str]):
        self.day, self.salt = day, salt
        self.number = Entry.objects.aggregate(models.Max("pk"))["pk__max"] or 0
        self.stored = 0

    def entry(self, kind: str, title: str, slug: str = "") -> Entry:
        """A new identity; without a slug, the title and the number make one that is free."""
        self.number += 1
        slug = slug or f"{slugify(title)}-{self.number}"
        return Entry(pk=self.number, kind=kind, slug=slug, title=title[:300])

    def write(self, made: list[Made]) -> None:
        """Store records; what they link to is stored already."""
        if made:
            history.store(made, self.day, self.salt)
            self.stored += len(made)

    def finish(self) -> None:
        """Let the database count on from the last number, and know how large its tables are."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Entry]):
                cursor.execute(statement)
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
