"""Filters on entries that lie in one another: territories, and terms of a vocabulary."""

from django.db.models import Q

from cases.models import Entry, Place, Term

from .keys import MOST_VALUES, LinkKeys


class TreeKeys(LinkKeys):
    """A filter on linked entries that lie in one another: a broad one covers the narrow ones."""

    def chains(self, entries: set[int]) -> dict[int, list[int]]:
        """The entries that each of these lies in, outermost first."""
        raise NotImplementedError

    def count(self, queryset):
        """(value, label, number, depth) in the order of the tree, a record counted once a level."""
        path = self.field_name
        linked = self.linked(queryset.model).filter(pk__in=queryset.order_by().values("pk"))
        pairs = linked.exclude(**{path: None}).values_list("pk", path).distinct()
        records: dict[int, set[int]] = {}
        for record, entry in pairs:
            records.setdefault(entry, set()).add(record)
        chains = self.chains(set(records))
        whole: dict[int, set[int]] = {}
        for entry, those in records.items():
            for node in (*chains.get(entry, ()), entry):
                whole.setdefault(node, set()).update(those)
        chains |= self.chains(set(whole) - set(chains))
        return self.rows_of({node: len(those) for node, those in whole.items()}, chains)

    def rows_of(self, numbers: dict[int, int], chains: dict[int, list[int]]) -> list[tuple]:
        """Rows in the order of the tree; too many, and the narrowest levels are left out."""
        depths = {node: len(chains.get(node, ())) for node in numbers}
        deepest = max(depths.values(), default=0)
        while deepest and sum(depth <= deepest for depth in depths.values()) > MOST_VALUES:
            deepest -= 1
        entries = Entry.objects.in_bulk([n for n in numbers if depths[n] <= deepest])

        def place_in_tree(node):
            chain = (*chains.get(node, ()), node)
            return [(-numbers.get(part, 0), str(entries.get(part, part))) for part in chain]

        return [
            (self.key_of(entries[node]), str(entries[node]), numbers[node], depths[node])
            for node in sorted(entries, key=place_in_tree)
        ][: 2 * MOST_VALUES]


class TermKeys(TreeKeys):
    """A filter on terms of a vocabulary; a broad term covers the narrower ones."""

    def __init__(self, field_name, scheme, **options):
        super().__init__(field_name=field_name, **options)
        self.scheme = scheme
        self._chosen: dict[tuple[str, ...], list[int]] = {}

    def chains(self, entries):
        """A term lies in its broader term."""
        rows = Term.objects.filter(pk__in=entries).values_list("pk", "parent")
        return {pk: [parent] if parent else [] for pk, parent in rows}

    def condition(self, queryset, values):
        """Records with any of the terms or of their narrower terms."""
        linked = self.linked(queryset.model).filter(
            **{f"{self.field_name}__in": self.chosen_terms(tuple(values))}
        )
        return Q(pk__in=linked.values("pk"))

    def chosen_terms(self, keys: tuple[str, ...]) -> list[int]:
        """The terms of these keys and their narrower terms, as numbers: looked up once a page.

        Numbers, not a subquery: PostgreSQL runs an OR of subqueries again for every row.
        """
        if keys not in self._chosen:
            chosen = list(
                Term.objects.filter(scheme=self.scheme, key__in=keys).values_list("pk", flat=True)
            )
            narrower = Term.objects.filter(parent__in=chosen).values_list("pk", flat=True)
            self._chosen[keys] = chosen + list(narrower) if chosen else []
        return self._chosen[keys]

    def key_of(self, entry):
        """The key of the term, without its scheme."""
        return entry.slug.removeprefix(f"{self.scheme}-")

    def labels(self, values):
        """Names of the terms chosen."""
        terms = Term.objects.filter(scheme=self.scheme, key__in=values).select_related("entry")
        return {term.key: str(term.entry) for term in terms}


class PlaceKeys(TreeKeys):
    """A filter on territory: a place covers what lies inside it."""

    kinds = ("place",)

    def chains(self, entries):
        """A place lies in its department, region, country."""
        places = Place.objects.filter(pk__in=entries).only("pk", "path")
        return {place.pk: place.ancestor_ids() for place in places}

    def condition(self, queryset, values):
        """Records in any of the places or in what lies inside them."""
        entries = Entry.objects.filter(kind="place", slug__in=values)
        places = Place.objects.none()
        for entry in entries:
            places = places | Place.objects.inside(entry)
        inside = {f"{self.field_name}__in": places.values("pk")}
        return Q(pk__in=self.linked(queryset.model).filter(**inside).values("pk"))
