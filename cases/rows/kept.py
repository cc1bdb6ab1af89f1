"""Rows that were written, kept in the process as long as what they show stays as it is."""

from collections.abc import Callable, Iterable
from sys import getsizeof

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cases.cells import columns_of, row_of
from cases.dossiers import with_everything
from cases.facets.index import Index
from cases.facts.outdated import outdated
from cases.kinds import Kind

from .reading import Listed, read
from .writing import written

MOST_BYTES = 8_000_000  # about 3,000 rows; a process then begins anew


class KeptRows:
    """Rows by language and number of record, as they are at one version of the data."""

    def __init__(self):
        self._rows: dict[tuple[str, int], SafeString] = {}
        self._bytes = 0

    def find(self, language: str, numbers: list[int]) -> dict[int, SafeString]:
        """Those of these rows that are kept."""
        known = ((number, self._rows.get((language, number))) for number in numbers)
        return {number: row for number, row in known if row is not None}

    def keep(self, language: str, rows: dict[int, SafeString]) -> None:
        """Keep these, too."""
        if self._bytes > MOST_BYTES:
            self._rows, self._bytes = {}, 0
        self._rows |= {(language, number): row for number, row in rows.items()}
        self._bytes += sum(map(getsizeof, rows.values()))

    def only(self, is_kept: Callable[[int], bool]) -> "KeptRows":
        """Those of records that stay as they are."""
        made = KeptRows()
        rows = dict(self._rows)  # another thread may keep a row meanwhile
        made._rows = {key: row for key, row in rows.items() if is_kept(key[1])}
        made._bytes = sum(map(getsizeof, made._rows.values()))
        return made


def rows_of_page(index: Index, kind: Kind, numbers: list[int]) -> list[SafeString]:
    """The rows of these records, in order; those not kept are read and written now."""
    kept, language = index.remember(("rows",), KeptRows), get_language() or ""
    found = kept.find(language, numbers)
    missing = [number for number in numbers if number not in found]
    if missing:
        made = _made(kind, missing)
        kept.keep(language, made)
        found |= made
    return [found[number] for number in numbers if number in found]


def _made(kind: Kind, numbers: list[int]) -> dict[int, SafeString]:
    columns, records = columns_of(kind), read(kind, numbers)
    stale = _outdated(kind, records)
    return {
        record.pk: written(row_of(record, columns, is_outdated=record.pk in stale))
        for record in records
    }


def _outdated(kind: Kind, records: Iterable[Listed]) -> set[int]:
    """Those that were calculated from what changed since."""
    derived = [record.pk for record in records if record.is_derived]
    if not derived:
        return set()
    return set(outdated(with_everything(kind.model.objects.filter(pk__in=derived))))
