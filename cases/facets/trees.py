"""Facets of entries that lie in one another: territories, terms of a vocabulary, tags.

A broad entry covers the narrow ones: the bitmap of a region holds what is in its towns.
"""

from collections.abc import Iterable

from pyroaring import BitMap

from cases.models import Entry, Place, Tag, TaggedEntry, Term
from cases.place_words import in_place
from cases.text import fold

from .index import NOTHING, Index, union
from .keys import MOST_VALUES, Bitmaps, LinkKeys, with_chosen

FEW = 5000  # places; of more, all are read
DEEPEST = 8  # levels; what is deeper is a mistake in the data
MOST_SHOWN = 18  # rows of a tree, but for what was chosen


class TreeKeys(LinkKeys):
    """A facet of linked entries of one kind that lie in one another."""

    def links(self, records) -> Iterable[tuple[int, int]]:
        """The entries that the records link to, directly."""
        return super().pairs(records)

    def pairs(self, records):
        """Those entries, and all that they lie in."""
        linked = list(self.links(records))
        chains = self.chains({entry for _number, entry in linked})
        for number, entry in linked:
            yield number, entry
            for node in chains.get(entry, ()):
                yield number, node

    def chains(self, entries: set[int]) -> dict[int, list[int]]:
        """{entry: the entries that it lies in} of at least these."""
        raise NotImplementedError

    def parents(self, index: Index, nodes: Iterable[int]) -> dict[int, int | None]:
        """What each of these lies in directly."""
        raise NotImplementedError

    def children(self, index: Index, nodes: list) -> dict[int | None, list[int]]:
        """What lies directly in each of these; None asks for the outermost entries."""
        raise NotImplementedError

    def rows(self, index, bitmaps, within, values):
        """The tree, opened where it is narrow enough or where a value was chosen.

        The fullest entries are opened while all that is shown stays short, and always those
        that were chosen or that a chosen one lies in.
        """
        chosen = self.known(index, values)
        numbers = {key: self._number(bitmaps, key, within) for key in chosen}
        opened = {*chosen, *self._above(index, chosen)}
        shown, level = [], [None]
        for _depth in range(DEEPEST):
            below = self._counted(index, bitmaps, within, level, opened)
            level = []
            for node in sorted(below, key=lambda node: -numbers.get(node, 0)):
                if not shown or node in opened or len(shown) + len(below[node]) <= MOST_SHOWN:
                    numbers |= dict(below[node])
                    level += [key for key, _number in below[node]]
                    shown += [(node, key) for key, _number in below[node]]
            if not level:
                break
        return self._in_order(index, shown, numbers, chosen)

    def _number(self, bitmaps: Bitmaps, key, within: BitMap) -> int:
        return bitmaps.get(key, NOTHING).intersection_cardinality(within)

    def _above(self, index: Index, nodes: list[int]) -> set[int]:
        """Everything that these lie in."""
        found: set[int] = set()
        level = list(nodes)
        while level:
            level = [n for n in self.parents(index, level).values() if n and n not in found]
            found.update(level)
        return found

    def _counted(self, index, bitmaps, within, level, opened) -> dict:
        """{node: [(entry in it, number)]} of the level, without what nothing has."""
        found = {}
        for node, nodes in self.children(index, level).items():
            # A broad entry holds what is in its narrow ones: of a few documents fewer are left.
            inside = within if node is None else within & bitmaps.get(node, NOTHING)
            counted = bitmaps.counted(nodes, inside)
            counted = with_chosen(counted, [key for key in nodes if key in opened])
            if counted:
                counted.sort(key=lambda pair: (pair[0] not in opened, -pair[1]))
                found[node] = counted[:MOST_VALUES]
        return found

    def _in_order(self, index, shown, numbers, chosen) -> list:
        """Each entry under what it lies in, most frequent first."""
        entries = index.named([*(key for _node, key in shown), *chosen])
        below: dict = {}
        for node, key in shown:
            below.setdefault(node, []).append(key)
        rows = []

        def add(node, depth):
            for key in sorted(below.get(node, ()), key=lambda k: (-numbers[k], str(entries[k]))):
                rows.append((self.value_of(entries[key]), str(entries[key]), numbers[key], depth))
                add(key, depth + 1)

        add(None, 0)
        placed = {key for _node, key in shown}
        rows += [(self.value_of(entries[key]), str(entries[key]), numbers[key], 0)
                 for key in chosen if key not in placed and key in entries]  # fmt: skip
        return rows


class SmallTreeKeys(TreeKeys):
    """A tree of which everything is read at once: a vocabulary, the tags."""

    def tree(self) -> dict[int, int | None]:
        """{entry: what it lies in} of the whole tree."""
        raise NotImplementedError

    def remembered(self, index: Index) -> dict[int, int | None]:
        """The tree, read once a version."""
        return index.remember(("tree", type(self), getattr(self, "scheme", "")), self.tree)

    def chains(self, entries):
        """Every entry with all that it lies in; a circle ends where it began."""
        tree, found = self.tree(), {}
        for entry in tree:
            chain, node = [], tree[entry]
            while node and node not in chain and node != entry:
                chain.append(node)
                node = tree.get(node)
            found[entry] = chain
        return found

    def parents(self, index, nodes):
        """What each lies in."""
        tree = self.remembered(index)
        return {node: tree.get(node) for node in nodes}

    def children(self, index, nodes):
        """What lies directly in each."""
        wanted = set(nodes)
        found: dict = {}
        for entry, parent in self.remembered(index).items():
            if parent in wanted:
                found.setdefault(parent, []).append(entry)
        return found

    def labels(self, values):
        """Names of the entries chosen, however they were named in the address."""
        found = {}
        for value in values:
            for entry in Entry.objects.filter(pk__in=self.keys([value])):
                found[value] = str(entry)
        return found


class TermKeys(SmallTreeKeys):
    """A facet of the terms of a vocabulary."""

    kinds = ("term",)

    def __init__(self, field_name, scheme, **options):
        super().__init__(field_name=field_name, **options)
        self.scheme = scheme

    def tree(self):
        """The broader term of each."""
        return dict(Term.objects.filter(scheme=self.scheme).values_list("pk", "parent"))

    def keys(self, values):
        """Terms with these keys; else those with this name, acronym or other name."""
        terms = Term.objects.filter(scheme=self.scheme)
        found = dict(terms.filter(key__in=values).values_list("key", "pk"))
        for value in values:
            if value not in found:
                named = terms.filter(entry__names__folded=fold(value)).values_list("pk", flat=True)
                found |= {value: named[0]} if named else {}
        return list(dict.fromkeys(found.values()))

    def value_of(self, entry):
        """The key of the term, without its scheme."""
        return entry.slug.removeprefix(f"{self.scheme}-")


class TagKeys(SmallTreeKeys):
    """A facet of tags: all of those chosen, any of them, or none of them."""

    kinds = ("tag",)

    def __init__(self, mode="all", **options):
        super().__init__(**options)
        self.mode = mode
        self.has_bitmaps = self.faceted = mode == "all"

    def links(self, records):
        """The tags of the records, read from the side of the tags."""
        rows = TaggedEntry.objects.filter(content_object__in=records.values("pk"))
        return rows.values_list("content_object", "tag").iterator()

    def tree(self):
        """The broader tag of each."""
        return dict(Tag.objects.values_list("pk", "parent"))

    def keys(self, values):
        """Tags with these slugs, or with one of these other names."""
        found = super().keys(values)
        known = set(
            Entry.objects.filter(kind="tag", slug__in=values).values_list("slug", flat=True)
        )
        folded = [fold(value.replace("-", " ")) for value in values if value not in known]
        if folded:
            named = Entry.objects.live().filter(kind="tag", names__folded__in=folded)
            found += list(named.values_list("pk", flat=True).distinct())
        return list(dict.fromkeys(found))

    def found(self, index, bitmaps, values):
        """Combine the tags as the mode says; one that nobody knows is carried by nothing."""
        each = [
            union(bitmaps.get(key, NOTHING) for key in self.known(index, [value]))
            for value in values
        ]
        return BitMap.intersection(*each) if self.mode == "all" else union(each)


class PlaceKeys(TreeKeys):
    """A facet of territory: country, region, department, commune."""

    kinds = ("place",)

    def __init__(self, *field_names, **options):
        super().__init__(field_name=field_names[0], **options)
        self.paths = field_names

    def phrases(self, values):
        """`in Isère`."""
        labels = self.labels(values)
        rows = Place.objects.filter(entry__slug__in=labels)
        known = {slug: rest for slug, *rest in rows.values_list("entry__slug", "kind", "insee")}
        return {
            value: in_place(label, *known[value]) if value in known else label
            for value, label in labels.items()
        }

    def links(self, records):
        """The places of the records, by any of the ways that lead to them."""
        for path in self.paths:
            linked = records.filter(**{f"{path}__isnull": False})
            yield from linked.values_list("pk", path).distinct().iterator()

    def chains(self, entries):
        """What each place lies in, and the grouping of communes that it is part of."""
        places = Place.objects.order_by()
        if len(entries) <= FEW:
            places = places.filter(pk__in=entries)
        found = {}
        for number, path, grouping in places.values_list("pk", "path", "grouping").iterator():
            chain = [int(part) for part in path.split("/") if part]
            found[number] = [*chain, grouping] if grouping else chain
        return found

    def parents(self, index, nodes):
        """What each lies in."""
        return dict(Place.objects.filter(pk__in=list(nodes)).values_list("pk", "parent"))

    def children(self, index, nodes):
        """What lies directly in each, asked for once a version."""
        known = index.remember(("places",), dict)
        missing = [node for node in nodes if node not in known]
        if missing:
            known |= {node: [] for node in missing}
            places = Place.objects.filter(parent__in=[n for n in missing if n is not None])
            if None in missing:
                places |= Place.objects.filter(parent=None)
            places = places.exclude(kind=Place.Kind.EPCI)  # beside the departments, not below
            for number, parent in places.values_list("pk", "parent"):
                known[parent].append(number)
        return {node: known[node] for node in nodes}
