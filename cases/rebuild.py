"""Making derived data again from the records: names, search text, rendered text, bounds, paths.

One of the named exceptions to the single writer: it changes nothing that a person stated.
"""

from collections.abc import Iterator

from django.db import transaction

from cases import derived, whole_records
from cases.derived import changed, csv_lines, texts
from cases.derived.names import is_bare, make_bare, names_of, stated, stored_names
from cases.document_index import fold_again, index_documents
from cases.exchange import kept_lines
from cases.facets.keeping import keep
from cases.kinds import KINDS
from cases.models import DataVersion, DatedValue, Name, Place

CHUNK = 500


def rebuild() -> Iterator[str]:
    """Rebuild everything in one transaction, saying what was done."""
    with transaction.atomic():
        DataVersion.advance()
        csv_lines.forget_all()
        Name.objects.exclude(entry__merged_into=None, entry__withdrawn_on=None).delete()
        for kind in KINDS.values():
            yield f"{kind.key}: {_rebuild_kind(kind)} records"
        yield f"texts: {_rebuild_texts()}"
        yield f"dates: {_rebuild_dates()}"
        yield f"places: {_rebuild_paths()}"
        changed.everything()
    yield from index_documents()
    yield f"pages of documents: {fold_again()} made again"
    keep()
    yield f"facets: {len(KINDS)} kinds"
    yield f"lines of tables: {kept_lines.fill()}"


def _rebuild_kind(kind) -> int:
    number = 0
    for records in whole_records.stated(kind):
        for record in records:
            derived.refresh(record)
        number += len(records)
    return number + _rebuild_unstated(kind)


def _rebuild_unstated(kind) -> int:
    """The places of the reference edition: tens of thousands; only what is stale is written."""
    number, known = 0, stored_names()
    for record in whole_records.unstated(kind).iterator(CHUNK):
        number += 1
        if not is_bare(record):
            make_bare(record)
        if stated(record) != known.get(record.pk, {}):
            record.entry.names.all().delete()
            Name.objects.bulk_create(names_of(record))
    return number


def _rebuild_texts() -> int:
    """Once all names are there: a text may name any record."""
    number = 0
    for kind in KINDS.values():
        described = kind.model.objects.filter(version__gt=0).exclude(description="")
        for record in described.iterator(CHUNK):
            texts.store(record)
            number += 1
    return number


def _rebuild_dates() -> int:
    number = 0
    for dated in DatedValue.objects.iterator(CHUNK):
        dated.before_save()
        dated.save(update_fields=["earliest", "latest"])
        number += 1
    return number


def _rebuild_paths() -> int:
    """Places whose chain was stale, outermost first."""
    parents = dict(Place.objects.values_list("pk", "parent"))
    number = 0
    for place in Place.objects.only("pk", "path").iterator(CHUNK):
        chain, parent = [], parents[place.pk]
        while parent and parent not in chain:
            chain.insert(0, parent)
            parent = parents[parent]
        path = "/" + "".join(f"{pk}/" for pk in chain)
        if path != place.path:
            Place.objects.filter(pk=place.pk).update(path=path)
            number += 1
    return number
