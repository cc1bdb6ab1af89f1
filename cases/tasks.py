"""What a visitor can take on: facts to find, sources to give, refusals to appeal, a new look.

Counted on the index; one kind of task at a time, filtered by territory and by kind.
"""

import datetime
from bisect import bisect_right
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from cases.expected import EXPECTED, FRESH_DAYS
from cases.facets.current import current, facets_of
from cases.facets.index import NOTHING, Facets, Index, union
from cases.facets.to_do import FACT, REFUSED, lacking, not_looked_at_since
from cases.forms.lookup import find_entries
from cases.kinds import KINDS
from cases.models import Entry, Gap, Unknown, Verification

PAGE_SIZE = 50
TYPES = {
    FACT: gettext_lazy("Facts to find"),
    "source": gettext_lazy("Records without any source"),
    "again": gettext_lazy("To look at again"),
    REFUSED: gettext_lazy("Refusals to appeal"),
}
# Kinds of records for which a territory can be asked: their filter knows a place.
PLACED = tuple(key for key in EXPECTED if "place" in KINDS[key].filter.base_filters)
PENDING = "pending"  # the outcome of a contest that goes on


@dataclass(frozen=True)
class Task:
    """One thing to do, about one record, and the page on which it is done."""

    entry: Entry
    what: str
    url: str
    why: str = ""


@dataclass(frozen=True)
class Asked:
    """The tasks wanted: of one type, of some kind or all, inside a place or anywhere."""

    type: str
    kind: str
    place: Entry | None
    typed: str  # the place as typed; it named none where `place` is missing

    @property
    def is_unknown(self) -> bool:
        """True when a place was typed that cannot be told."""
        return bool(self.typed) and self.place is None


def read(params: QueryDict) -> Asked:
    """What the query string asks for; what it does not say, or says badly, is the first choice."""
    typed = params.get("place", "").replace("\x00", " ").strip()[:200]
    found = find_entries(typed, ("place",)) if typed else []
    place = found[0] if len(found) == 1 else None
    type_, kind = params.get("type", ""), params.get("kind", "")
    return Asked(type_ if type_ in TYPES else FACT, kind if kind in EXPECTED else "", place, typed)


class Waiting:
    """The tasks of one type, the newest records first, counted on the index: a list cut by pages.

    `documents` are the records with one task at least, with two at least, and so on.
    """

    def __init__(self, type_: str, index: Index, documents: list[BitMap]):
        self.type, self._index, self._documents = type_, index, documents

    def __len__(self) -> int:
        return sum(map(len, self._documents))

    @cached_property
    def steps(self) -> list[BitMap]:
        """The numbers of those records."""
        return [self._index.entries_of(documents) for documents in self._documents]

    def __getitem__(self, part: slice) -> list[Gap | Entry]:
        if not self.steps:
            return []
        records, size = self.steps[0], part.stop - part.start
        passed = bisect_right(range(len(records) + 1), part.start, key=self._tasks_of) - 1
        end, skipped = len(records) - passed, part.start - self._tasks_of(passed)
        rows = self._rows(list(records[max(0, end - size) : end]))
        return list(rows[skipped : skipped + size])

    def _tasks_of(self, newest: int) -> int:
        """How many tasks so many of the newest records have."""
        if not newest:
            return 0
        oldest = self.steps[0][-newest]
        return sum(len(step) - step.rank(oldest - 1) for step in self.steps)

    def _rows(self, numbers: list[int]) -> QuerySet:
        if self.type not in (FACT, REFUSED):
            return Entry.objects.filter(pk__in=numbers).order_by("-pk")
        refused = Q(reason=Unknown.Reason.REFUSED)
        gaps = Gap.objects.filter(refused if self.type == REFUSED else ~refused)
        return gaps.filter(entry__in=numbers).select_related("entry").order_by("-entry_id", "id")


def waiting(asked: Asked, type_: str, day: datetime.date) -> Waiting:
    """The tasks of a type; those of no place are told once for this version of the data.

    Forty such answers at most, a few megabytes in a register of a million.
    """
    index = current()
    find = partial(_waiting, index, asked, type_, day)
    return find() if asked.typed else index.remember(("tasks", type_, asked.kind, day), find)


def tasks(asked: Asked, rows) -> list[Task]:
    """The rows of one page in words."""
    return [_of_gap(row) if isinstance(row, Gap) else _of_entry(row, asked.type) for row in rows]


def _waiting(index: Index, asked: Asked, type_: str, day: datetime.date) -> Waiting:
    each = []
    for key in [asked.kind] if asked.kind else EXPECTED:
        steps = _steps(index, key, type_, day)
        if asked.typed:
            inside = _inside(asked, key)
            steps = [step & inside for step in steps]
        each.append(steps)
    merged = (union(filter(None, steps)) for steps in zip_longest(*each))
    return Waiting(type_, index, [documents for documents in merged if documents])


def _steps(index: Index, key: str, type_: str, day: datetime.date) -> list[BitMap]:
    """The records of a kind with one task of a type at least, with two, and so on."""
    facets = facets_of(index, key)
    if type_ in (FACT, REFUSED):
        return lacking(facets["gaps"], type_)
    if type_ == "source":
        return [facets["verification"].get(Verification.NONE, NOTHING)]
    return [_due(index, key, facets, day)]


def _inside(asked: Asked, key: str) -> BitMap:
    """The records of a kind inside the place asked for, as the filter of its list has them."""
    if key not in PLACED or asked.is_unknown:
        return NOTHING
    kind = KINDS[key]
    return kind.filter({"place": [asked.place.slug]}, queryset=kind.model.objects.all()).found()


def _due(index: Index, key: str, facets: Facets, day: datetime.date) -> BitMap:
    """The records neither verified nor edited for longer than their kind stays fresh; a contest
    that is over is never due."""
    if key not in FRESH_DAYS:
        return NOTHING
    limit = day - datetime.timedelta(days=FRESH_DAYS[key])
    due = union(not_looked_at_since(facets["looked"], limit))
    if key != "legal" or not due:
        return due
    outcome = KINDS[key].filter.base_filters["outcome"]
    return due - (
        union(facets["outcome"].values()) - outcome.found(index, facets["outcome"], [PENDING])
    )


def _of_gap(gap: Gap) -> Task:
    kind = KINDS[gap.entry.kind]
    rows = next((rows for rows in kind.form.ROWS if rows.name == gap.name), None)
    label = rows.label if rows else kind.form.base_fields[gap.name].label
    edit = reverse("record-edit", args=[kind.word, gap.entry.slug])
    anchor = "" if rows else f"#id_{gap.name}"
    said = "" if gap.reason == Unknown.Reason.NOT_SEARCHED else _reason(gap.reason)
    return Task(gap.entry, str(label), f"{edit}{anchor}", said)


def _of_entry(entry: Entry, type_: str) -> Task:
    kind = KINDS[entry.kind]
    if type_ == "source":
        url = reverse("record-edit", args=[kind.word, entry.slug])
        return Task(entry, _("Give a source"), url)
    url = reverse("record-confirm", args=[kind.word, entry.slug])
    seen = entry.kind in ("deployment", "camera")
    return Task(entry, _("Is it still there?") if seen else _("Is it still true?"), url)


def _reason(reason: str) -> str:
    return str(dict(Unknown.Reason.choices).get(reason, reason))
