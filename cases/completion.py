"""Completing the name of a record while it is typed: by its beginning, an exact one first.

Read from an index of names alone, in a bounded number of rows: it costs the same in a register
of any size.
"""

from dataclasses import dataclass
from itertools import chain, zip_longest

from django.db import connection
from django.db.models import QuerySet

from cases.codes import code_words
from cases.kinds import KINDS
from cases.models import Entry, Name
from cases.text import fold

MOST = 10
SHORTEST, LONGEST = 2, 60  # letters
MOST_READ = 3 * MOST  # for those that are withdrawn, or carry several names that fit
SHOWN = ("kind", "slug", "title", "title_en", "place__kind", "place__postcodes", "place__country",
         "place__parent__title", "place__parent__title_en")  # fmt: skip
# Kinds with few names, of which one is also found by a word in its middle.
FEW = ("vendor", "organisation", "product", "tag", "term", "law")


@dataclass(frozen=True)
class Completion:
    """A record that is called as what was typed, or begins so."""

    entry: Entry

    @property
    def title(self) -> str:
        """Its name in the language of the page."""
        return str(self.entry)

    @property
    def note(self) -> str:
        """What tells it from another of the same name."""
        if self.entry.kind != "place":
            return str(KINDS[self.entry.kind].label)
        place = self.entry.place
        country = code_words("country", place.country) if place.country != "FR" else ""
        said = [place.get_kind_display(), str(place.parent or country), place.postcodes[:5]]
        return ", ".join(word for word in said if word)

    @property
    def token(self) -> str:
        """What a form reads, and a person too."""
        return f"{self.entry} [{self.entry.reference}]"


def complete(kinds: tuple[str, ...], typed: str) -> list[Completion]:
    """At most ten live records of these kinds: exact names first, then each kind in turn."""
    folded = fold(typed[:LONGEST])
    if len(folded) < SHORTEST:
        return []
    exact, begun = zip(*(_numbers(kind, folded) for kind in kinds), strict=True)
    numbers = dict.fromkeys([*chain(*exact), *chain(*zip_longest(*begun))])
    likely = [number for number in numbers if number][:MOST_READ]
    entries = Entry.objects.live().select_related("place__parent").only(*SHOWN)
    known = entries.in_bulk(likely)
    return [Completion(known[number]) for number in likely if number in known][:MOST]


def _numbers(kind: str, folded: str) -> tuple[list[int], list[int]]:
    """The entries of a kind that carry the very name, and those of which a name begins so."""
    names = Name.objects.filter(kind=kind)
    order = ("-weight", "folded") if kind == "place" else ("folded",)
    exact = _first(names.filter(folded=folded), *order)
    begun = _first(_beginning(names, folded), *order)
    if kind in FEW and len(begun) < MOST:
        begun += _first(names.filter(folded__contains=f" {folded}"), *order)
    return exact, begun


def _first(names: QuerySet, *order: str) -> list[int]:
    return list(names.order_by(*order, "entry").values_list("entry", flat=True)[:MOST_READ])


def _beginning(names: QuerySet, folded: str) -> QuerySet:
    """By the index: SQLite has none for LIKE, PostgreSQL one of its own."""
    if connection.vendor == "sqlite":
        return names.filter(folded__gte=folded, folded__lt=f"{folded}\U0010ffff")
    return names.filter(folded__startswith=folded)
