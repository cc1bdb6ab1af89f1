"""What a body belongs to and what belongs to it, however far: parents, subsidiaries, renames."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from cases.dossiers import Dossier
from cases.facts.values import Value, named
from cases.models import Entry, Organisation, Record, Vendor


@dataclass(frozen=True)
class Family:
    """Groups of related bodies, each under its words."""

    template: ClassVar[str] = "records/parts/family.html"
    after: ClassVar[str] = ""

    title: str
    groups: list[tuple[str, list[Value]]]


def of_vendor(record: Record, linked: Dossier) -> Family | None:
    """Parents, subsidiaries and theirs, former and later names that are records of their own."""
    tied = Vendor.objects.exclude(parent=None, predecessor=None).order_by("pk")
    rows = list(tied.values_list("pk", "parent", "predecessor"))
    parents = {child: parent for child, parent, _before in rows if parent}
    before = {later: former for later, _parent, former in rows if former}
    return family_of(
        record,
        [
            (_("Belongs to"), _chain(parents, record.pk)),
            (_("Subsidiaries"), _tree(parents, record.pk)),
            (_("Formerly"), _chain(before, record.pk)),
            (_("Became"), _tree(before, record.pk)),
        ],
    )


def of_organisation(record: Record, linked: Dossier) -> Family | None:
    """What a body is part of, and its own parts."""
    tied = Organisation.objects.exclude(parent=None).order_by("pk")
    parents = dict(tied.values_list("pk", "parent"))
    chains = [
        (_("Part of"), _chain(parents, record.pk)),
        (_("Its parts"), _tree(parents, record.pk)),
    ]
    return family_of(record, chains)


def narrower_and_broader(record: Record, parents: dict[int, int]) -> list:
    """The two groups of what lies in one another, for any record with a parent."""
    return [
        (_("Broader"), _chain(parents, record.pk)),
        (_("Narrower"), _tree(parents, record.pk)),
    ]


def family_of(record: Record, chains: list, title: str = "", others: list = ()) -> Family | None:
    """The groups that hold somebody, with a remark on those that are related through another."""
    entries = Entry.objects.live().in_bulk({pk for _label, rows in chains for pk, _by in rows})
    groups = [
        (label, [_value(entries, pk, by, record.pk) for pk, by in rows if pk in entries])
        for label, rows in chains
    ]
    groups = [(label, values) for label, values in (*groups, *others) if values]
    return Family(title or _("Family"), groups) if groups else None


def _value(entries: dict, pk: int, by: int, own: int) -> Value:
    through = entries.get(by) if by != own else None
    note = _("through %(name)s") % {"name": through} if through else ""
    return named(entries[pk], note=note)


def _chain(above: dict[int, int], start: int) -> list[tuple[int, int]]:
    """(number, the one it is reached through) going up, the nearest first; a circle ends it."""
    found, seen, here = [], {start}, start
    while (up := above.get(here)) and up not in seen:
        found.append((up, here))
        seen.add(up)
        here = up
    return found


def _tree(above: dict[int, int], start: int) -> list[tuple[int, int]]:
    """(number, the one it is reached through) of all that leads up to a record, nearest first."""
    below: dict[int, list[int]] = {}
    for child, parent in above.items():
        below.setdefault(parent, []).append(child)
    found, seen, wave = [], {start}, [start]
    while wave:
        met = [(child, parent) for parent in wave for child in below.get(parent, ())
               if child not in seen]  # fmt: skip
        found += met
        wave = [child for child, _parent in met]
        seen.update(wave)
    return found
