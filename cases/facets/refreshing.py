"""Reading the index from the database, whole or what changed since."""

from array import array
from dataclasses import replace

from django.db.models import Max
from django.db.models.functions import Coalesce
from pyroaring import BitMap

from cases.models import ChangedEntry, Entry, Revision

from .index import Facets, Index, grouped
from .remaining import remaining
from .updating import facets_after, kept, kind_of

CHUNK = 5000
MOST_CHANGED = 20_000  # above that, reading everything again is as fast


def whole(version: int) -> Index:
    """Every live record, those edited last at the end; facets are read when asked for."""
    sequence = Revision.objects.aggregate(last=Max("sequence"))["last"] or 0
    rows = (
        Entry.objects.live()
        .values("pk", "kind")
        .annotate(last=Coalesce(Max("revisions__sequence"), 0))
        .order_by("last", "pk")
    )
    entries, documents = array("I", [0]), array("I", [0])
    live: dict[str, list[int]] = {}
    for number, kind, _last in rows.values_list("pk", "kind", "last").iterator(CHUNK):
        _note(documents, number, len(entries))
        live.setdefault(kind, []).append(len(entries))
        entries.append(number)
    bitmaps = {kind: BitMap(found) for kind, found in live.items()}
    return Index(version, sequence, entries, documents, bitmaps)


def facets_of(index: Index, kind: str) -> Facets:
    """The bitmaps of every facet of a kind."""
    records = kind_of(kind).model.objects.order_by()
    return {name: grouped(facet.pairs(records), index) for name, facet in kept(kind).items()}


def after(index: Index, version: int) -> Index:
    """The index once everything that changed since is in it."""
    changed = set(
        ChangedEntry.objects.filter(version__gt=index.version).values_list("entry", flat=True)
    )
    rows = Revision.objects.filter(sequence__gt=index.sequence).order_by("sequence")
    edited = list(rows.values_list("entry", "sequence"))
    if None in changed or len(changed) + len(edited) > MOST_CHANGED:
        return whole(version)
    if not changed and not edited:
        same = replace(index, version=version, _remembered={})
        same.learn(remaining(index, same, {}))
        return same
    last = dict(edited)  # of several revisions of a record, the last counts
    order = sorted(last, key=last.get)
    reached = replace(index, version=version, sequence=max(last.values(), default=index.sequence))
    return _with(reached, changed | set(order), order)


def _with(index: Index, changed: set[int], edited: list[int]) -> Index:
    """The records edited take new numbers at the end; of all that changed, facets are read."""
    every = dict(Entry.objects.filter(pk__in=changed).values_list("pk", "kind"))
    standing = Entry.objects.live().filter(pk__in=changed)
    kinds = {number: every[number] for number in standing.values_list("pk", flat=True)}
    entries, documents = array("I", index.entries), array("I", index.documents)
    fresh = {number for number in kinds if number >= len(documents) or not documents[number]}
    gone = index.documents_of(changed - kinds.keys()) | index.documents_of(edited)
    stale = gone | index.documents_of(changed)
    for document in gone:
        documents[entries[document]] = 0
        entries[document] = 0
    added: dict[str, BitMap] = {}
    for number in [*sorted(fresh - set(edited)), *edited]:
        if number in kinds:
            _note(documents, number, len(entries))
            added.setdefault(kinds[number], BitMap()).add(len(entries))
            entries.append(number)
    live = {
        kind: (index.all_of(kind) - gone) | added.get(kind, BitMap())
        for kind in index.live.keys() | added.keys()
    }
    made = Index(index.version, index.sequence, entries, documents, live)
    made.learn(remaining(index, made, every))
    for kind, order in index.orders.items():  # names change with edits alone
        if kind not in added and gone.isdisjoint(index.all_of(kind)):
            made.orders[kind] = order
    made.facets.update(facets_after(index, made, stale, kinds))
    return made


def _note(documents: array, number: int, document: int) -> None:
    if number >= len(documents):
        documents.extend(bytes(number + 1 - len(documents)))
    documents[number] = document
