"""New identities: a number, and an address that nobody has."""

from collections import defaultdict
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

    def __init__(self):
        self._given: set[str] = set()
        self._free: set[str] = set()
        self._numbers = _numbers(1)

    def expect(self, new: list[tuple[str, str, str]]) -> None:
        """Look up together which of these kinds, titles and wanted slugs are free."""
        self._numbers = _numbers(min(len(new), TOGETHER) or 1)
        wanted = defaultdict(set)
        for kind, title, slug in new:
            wanted[kind].add(_wanted(kind, title, slug))
        for kind, slugs in wanted.items():
            ordered = sorted(slugs)
            for start in range(0, len(ordered), TOGETHER):
                some = ordered[start : start + TOGETHER]
                taken = Entry.objects.filter(kind=kind, slug__in=some)
                free = slugs.intersection(some) - set(taken.values_list("slug", flat=True))
                self._free |= {f"{kind}/{slug}" for slug in free}

    def allocate(self, kind: Kind, title: str, slug: str = "") -> Entry:
        """The wanted slug, or one made from the title, numbered until it is free."""
        wanted = _wanted(kind.key, title, slug)
        free, number = wanted, 1
        while self._is_taken(kind, free):
            number += 1
            free = f"{wanted}-{number}"
        entry = Entry(pk=next(self._numbers), kind=kind.key, slug=free, title=title[:300])
        self._given.add(entry.reference)
        return entry

    def _is_taken(self, kind: Kind, slug: str) -> bool:
        reference = f"{kind.key}/{slug}"
        if reference in RESERVED or reference in self._given:
            return True
        return (
            reference not in self._free and Entry.objects.filter(kind=kind.key, slug=slug).exists()
        )


def _wanted(kind: str, title: str, slug: str) -> str:
    """A name without Latin letters makes no slug: its kind stands in for it."""
    made = slug or slugify(title)
    return kind if made == slugify("") else made


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
