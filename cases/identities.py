"""New identities: a number, and an address that nobody has."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Max

from cases.kinds import Kind
from cases.models import Entry
from cases.text import slugify

# Addresses of the site that a record would otherwise take: its kind and slug.
RESERVED = {"page/wanted"}
TOGETHER = 200  # numbers taken at once; those that no record gets are left out


class Identities:
    """Gives identities to new records, inside one transaction that holds the data version.

    An entry is not stored here: the writer of records stores it with its record.
    """

    def __init__(self, number: int = 1):
        self._given: set[str] = set()
        self._numbers = _numbers(min(number, TOGETHER))

    def allocate(self, kind: Kind, title: str, slug: str = "") -> Entry:
        """The wanted slug, or one made from the title, numbered until it is free."""
        wanted = slug or slugify(title)
        if wanted == slugify(""):  # a name without Latin letters: its kind stands in for it
            wanted = kind.key
        free, number = wanted, 1
        while self._is_taken(kind, free):
            number += 1
            free = f"{wanted}-{number}"
        entry = Entry(pk=next(self._numbers), kind=kind.key, slug=free, title=title[:300])
        self._given.add(entry.reference)
        return entry

    def _is_taken(self, kind: Kind, slug: str) -> bool:
        reference = f"{kind.key}/{slug}"
        return (
            reference in RESERVED
            or reference in self._given
            or Entry.objects.filter(kind=kind.key, slug=slug).exists()
        )


def _numbers(together: int) -> Iterator[int]:
    """Numbers that no entry has; PostgreSQL's are its own, so that it never gives them again."""
    if connection.vendor == "postgresql":
        yield from _numbers_of_sequence(together)
    number = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    while True:
        number += 1
        yield number


def _numbers_of_sequence(together: int) -> Iterator[int]:
    table = Entry._meta.db_table
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, together],
            )
            taken = [number for (number,) in cursor.fetchall()]
        yield from taken
