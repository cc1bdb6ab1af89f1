"""Facets of those that deployments name, brought up to date from the deployments that changed.

A vendor has a technology as long as one of the deployments that it plays a part in has it. When
some of them change, only the pairs of vendor and technology in these can come or go, and each pair
is looked up in the bitmaps of deployments: none of the others is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from cases.models import Role

from .bitmaps import NO_KEYS, Bitmaps, Key
from .index import NOTHING, Facets, Index, grouped

# An entry that deployments name, and a key that it has because of them.
Pair = tuple[int, Key]
PLAYERS = ("vendor", "organisation")


class PlayerKeys:
    """The vendors and organisations that play a part in a deployment."""

    def pairs(self, records: QuerySet) -> Iterable[Pair]:
        """(deployment, who), once for each part."""
        return _parts(records).values_list("deployment", "entry").iterator()


class PartKeys:
    """The same with the part that each plays, `12/vendor`."""

    def pairs(self, records: QuerySet) -> Iterable[Pair]:
        """(deployment, who and what)."""
        rows = _parts(records).values_list("deployment", "entry", "role")
        return ((number, _part(who, role)) for number, who, role in rows.iterator())


PARTS = {"player": PlayerKeys(), "part": PartKeys()}


@dataclass(frozen=True)
class Through:
    """Keys that an entry has through its deployments: those of `what` in which `who` names it."""

    who: str
    what: str

    @property
    def names(self) -> tuple[str, str]:
        """The facets of deployments that tell."""
        return self.who, self.what

    def pairs(self, some: Facets) -> set[Pair]:
        """Every pair in these facets of some deployments."""
        who, what = _by_document(some[self.who]), _by_document(some[self.what])
        return {
            (one, key) for document in who for one in who[document]
            for key in what.get(document, ())
        }  # fmt: skip

    def holds(self, facets: Facets, one: int, key: Key) -> bool:
        """True when any deployment has both."""
        named, having = facets[self.who].get(one, NOTHING), facets[self.what].get(key, NOTHING)
        return not named.isdisjoint(having)


@dataclass(frozen=True)
class Parts:
    """The parts that an entry plays in its deployments."""

    who: str = "player"
    names: tuple[str, ...] = ("player", "part")

    def pairs(self, some: Facets) -> set[Pair]:
        """Every part in these facets of some deployments."""
        parts = (key.split("/") for key in some["part"])
        return {(int(one), part) for one, part in parts}

    def holds(self, facets: Facets, one: int, key: Key) -> bool:
        """True when it plays this part in any deployment."""
        return _part(one, key) in facets["part"]


class Change(NamedTuple):
    """The facets of deployments once some changed, and what they told of these before and after."""

    facets: Facets
    before: Facets
    after: Facets


def brought(
    told_by: Through | Parts, held: Bitmaps, kind: str, indexes: tuple[Index, Index], change: Change
) -> Bitmaps:
    """The facet of the entries of a kind, from one index to the next."""
    old, new = indexes
    gone = held.within(old.all_of(kind) - new.all_of(kind))
    # An entry that was edited has a new document, and the keys that it had.
    stay = {(old.entries[document], key) for key, some in gone.items() for document in some}
    come = _of_kind(told_by.pairs(change.after), new, kind)
    for one in new.numbers_of(new.all_of(kind) - old.all_of(kind)):
        if not old.documents_of([one]):  # withdrawn or merged until now
            come |= _pairs_of(told_by, change.facets, one)
    lost = {
        pair for pair in _of_kind(told_by.pairs(change.before), new, kind) - come
        if not told_by.holds(change.facets, *pair)
    }  # fmt: skip
    if not (gone or come or lost):
        return held
    made = held.after(gone, grouped((stay | come) - lost, new))
    return made.after(grouped(lost, new), NO_KEYS) if lost else made


def _of_kind(pairs: set[Pair], index: Index, kind: str) -> set[Pair]:
    live, known = index.all_of(kind), index.documents
    return {pair for pair in pairs if pair[0] < len(known) and known[pair[0]] in live}


def _pairs_of(told_by: Through | Parts, facets: Facets, one: int) -> set[Pair]:
    """Every pair of an entry."""
    documents = facets[told_by.who].get(one, NOTHING)
    some = {name: facets[name].within(documents) for name in told_by.names}
    return {pair for pair in told_by.pairs(some) if pair[0] == one}


def _parts(records: QuerySet) -> QuerySet:
    return Role.objects.order_by().filter(
        deployment__in=records.order_by().values("pk"), entry__kind__in=PLAYERS
    )


def _part(who: int, role: str) -> str:
    return f"{who}/{role}"


def _by_document(bitmaps: Bitmaps) -> dict[int, list[Key]]:
    """{document: its keys}."""
    found: dict[int, list[Key]] = {}
    for key, documents in bitmaps.items():
        for document in documents:
            found.setdefault(document, []).append(key)
    return found
