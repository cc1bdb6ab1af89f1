"""What an index remembers that stays true when some records change.

Most changes are of records that nothing tells of but their own row and the numbers beside values.
Names, trees and the rows of the other records then stay; everything else is made anew.
"""

from .index import Index, union

# No facet has these as its values, and no row of another record shows anything of them, ...
QUIET = {"deployment", "camera", "funding", "legal", "event", "source"}
# ... but those of kinds that count others, are about others or are calculated from others.
TELLING = ("place", "funding", "statistic")
TREES_AND_WORDS = ("tree", "places", "typed")


def remaining(old: Index, new: Index, changed: dict[int, str]) -> dict:
    """What the new index knows from the start of what the old one remembers.

    `changed` has the kinds of all records that changed. Whatever the old index remembers was read
    at its version or later: without what changed since, it is true now.
    """
    if not QUIET.issuperset(changed.values()):
        return {}
    telling = union(new.all_of(kind) for kind in TELLING)

    def is_same(number: int) -> bool:
        return number not in changed and new.documents[number] not in telling

    found = {}
    for what, known in old.remembered().items():
        if what[0] in TREES_AND_WORDS:
            found[what] = dict(known)
        elif what[0] == "entries":
            found[what] = {n: names for n, names in dict(known).items() if n not in changed}
        elif what[0] == "rows":
            found[what] = known.only(is_same)
    return found
