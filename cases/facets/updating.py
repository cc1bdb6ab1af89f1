"""The facets of every kind once some records changed: of these alone they are read anew."""

from pyroaring import BitMap

from .bitmaps import NO_KEYS
from .index import Facets, Index, grouped
from .through import Change, brought

NAMING = "deployment"  # what others are named by


def facets_after(
    old: Index, new: Index, stale: BitMap, changed: dict[int, str]
) -> dict[str, Facets]:
    """The facets that the old index holds, as they are in the new one.

    `changed` has the kinds of the records to read, `stale` the documents they had in the old one.
    """
    read = {}
    for kind, facets in old.facets.items():
        mine = [number for number, key in changed.items() if key == kind]
        read[kind] = _read_anew(new, kind, facets, stale & old.all_of(kind), mine)
    found = {}
    for kind, (facets, _before, _after) in read.items():
        through = {name: f.told_by for name, f in kept(kind).items() if is_told(f)}
        if not through:
            found[kind] = facets
        elif NAMING in read:  # else they are read when somebody asks for them
            found[kind] = facets | {
                name: brought(told_by, old.facets[kind][name], kind, (old, new), read[NAMING])
                for name, told_by in through.items()
            }
    return found


def _read_anew(index: Index, kind: str, held: Facets, stale: BitMap, changed: list[int]) -> Change:
    """The facets without the stale documents and with the records that changed."""
    own = {name: facet for name, facet in kept(kind).items() if not is_told(facet)}
    if not stale and not changed:
        nothing = dict.fromkeys(own, NO_KEYS)
        return Change(held, nothing, nothing)
    records = kind_of(kind).model.objects.order_by().filter(pk__in=changed)
    before = {name: held[name].within(stale) for name in own}
    after = {
        name: grouped(facet.pairs(records), index) if changed else NO_KEYS
        for name, facet in own.items()
    }
    return Change({n: held[n].after(before[n], after[n]) for n in own}, before, after)


def kind_of(key: str):
    """A kind of record, by its key."""
    from cases.kinds import KINDS  # the registry knows the filters, which know the index

    return KINDS[key]


def kept(kind: str) -> dict:
    """The facets of a kind that have bitmaps of their own, by name, and what it holds beside."""
    own = kind_of(kind).filter
    filters = own.base_filters.items()
    return {name: one for name, one in filters if getattr(one, "has_bitmaps", False)} | own.held


def is_told(facet) -> bool:
    """True for a facet of what deployments tell."""
    return getattr(facet, "told_by", None) is not None
