"""Loading a dump into an empty register: another named exception to the single writer of records.

Rows go in as the dump states them, what follows from them is made again, and then the register
must prove itself as `manage.py verify` does: otherwise nothing is loaded.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from cases import whole_records
from cases.derived.names import names_of, searched_names
from cases.evidence import storage
from cases.integrity import chain, derived, erasures, observed, records
from cases.kinds import KINDS
from cases.models import DataVersion, Decision, Entry, Name, Revision, SourceFile
from cases.rebuild import rebuild

from . import manifest, tables
from .manifest import BadDump

BATCH = 1000
# What the dump holds itself; files and the edition of places are of the instance.
PROOFS = (chain, erasures, records, derived, observed)
MOST_NAMED = 20


@dataclass(frozen=True)
class Loaded:
    """What a load did."""

    rows: int
    records: int
    revisions: int
    head: str
    files_missing: int


def load(folder: Path) -> Loaded:
    """Load the dump in the folder: all or nothing. Raises BadDump, or OSError."""
    said = manifest.read(folder)
    manifest.check(folder, said)
    for model in (Entry, Revision, Decision):
        if model.objects.exists():
            raise BadDump("This register is not empty: a dump is loaded into a new one.")
    _store_files(folder, said)
    try:
        with transaction.atomic():
            DataVersion.advance()
            rows = sum(_insert(model, folder) for model in tables.dumped_models())
            _go_on_counting()
            _name_places()
            for _line in rebuild():
                pass
            DataVersion.objects.filter(pk=1).update(value=said["data_version"])
            _refuse_unproved(said)
    except (ValueError, KeyError, TypeError, ValidationError, DatabaseError) as error:
        raise BadDump(f"A row of the dump cannot be read: {error}") from error
    lacking = [n for n in SourceFile.objects.values_list("name", flat=True).distinct()
               if not storage.exists(n)]  # fmt: skip
    return Loaded(rows, Entry.objects.live().count(), said["head"]["sequence"],
                  said["head"]["digest"], len(lacking))  # fmt: skip


def _store_files(folder: Path, said: dict) -> None:
    """Put the public files where they belong; no row names them yet, so nobody sees them."""
    for name in said["files"]:
        start, _slash, stored = name.rpartition("/")
        if start == "files" and storage.NAME.fullmatch(stored):
            if said["files"][name]["sha256"] != stored.partition(".")[0]:
                raise BadDump(f"{name} is not what its name says.")
            storage.store_named(stored, (folder / name).read_bytes())


def _insert(model: type[models.Model], folder: Path) -> int:
    number = 0
    with (folder / "register" / f"{model._meta.model_name}.jsonl").open(encoding="utf-8") as file:
        rows = (tables.row_of(model, line) for line in file)
        for batch in iter(lambda: list(itertools.islice(rows, BATCH)), []):
            number += len(model._base_manager.bulk_create(batch, batch_size=BATCH))
    return number


def _go_on_counting() -> None:
    """New rows get numbers after those of the dump (SQLite counts so by itself)."""
    statements = connection.ops.sequence_reset_sql(no_style(), tables.dumped_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _name_places() -> None:
    """The names of the places of the edition, in batches: `rebuild` takes them one by one."""
    places = iter(whole_records.unstated(KINDS["place"]).order_by("pk").iterator(BATCH))
    for batch in iter(lambda: list(itertools.islice(places, BATCH)), []):
        for place in batch:
            place.entry.search_names = searched_names(place)
        entries = [place.entry for place in batch]
        Entry.objects.bulk_update(entries, ["search_names"], batch_size=200)
        names = [name for place in batch for name in names_of(place)]
        Name.objects.bulk_create(names, batch_size=BATCH)


def _refuse_unproved(said: dict) -> None:
    """Raise BadDump unless the chain is the one stated, and every row what its revisions state."""
    last = Revision.objects.order_by("-sequence").values("sequence", "digest").first()
    if (last or {"sequence": 0, "digest": ""}) != said["head"]:
        raise BadDump("The head of the chain is not the one of the manifest.")
    if problems := list(itertools.islice(_problems(), MOST_NAMED)):
        raise BadDump("This dump does not hold together:\n" + "\n".join(problems))


def _problems() -> Iterator[str]:
    for proof in PROOFS:
        yield from proof.problems()
