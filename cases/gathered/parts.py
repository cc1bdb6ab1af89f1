"""Which parts the dossier of a record has, in their order."""

from cases.dossiers import Dossier
from cases.models import Record

from . import counted, documents, family, functions, proceedings, statuses, sums, tagged, towns

# The parts of each kind, asked in this order; a part that has nothing to say is left out.
PARTS = {
    "place": (counted.deployments_by, sums.of_place, documents.obtained),
    "vendor": (family.of_vendor, functions.of_vendor, towns.small_map, counted.deployments_by,
               sums.of_payee),
    "organisation": (family.of_organisation, sums.of_payer, proceedings.before,
                     counted.contests_by, towns.small_map),
    "product": (functions.of_product, towns.small_map, counted.deployments_by),
    "law": (statuses.of_law, towns.small_map),
    "tag": (tagged.family, tagged.by_kind, towns.small_map, counted.deployments_by),
}  # fmt: skip


def parts_of(record: Record, linked: Dossier) -> list:
    """The parts that have something to say."""
    made = (make(record, linked) for make in PARTS.get(record.entry.kind, ()))
    return [part for part in made if part]
