"""What a visitor can take on: facts to find, sources to give, refusals to appeal, a new look.

Read off derived tables and days; one kind of task at a time, filtered by territory and by kind.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.expected import EXPECTED, FRESH_DAYS
from cases.facets.current import current, facets_of
from cases.forms.lookup import find_entries
from cases.kinds import KINDS, Kind
from cases.models import Entry, Gap, Unknown, Verification

PAGE_SIZE = 50
TYPES = {
    "fact": gettext_lazy("Facts to find"),
    "source": gettext_lazy("Records without any source"),
    "again": gettext_lazy("To look at again"),
    "refused": gettext_lazy("Refusals to appeal"),
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
    return Asked(
        type_ if type_ in TYPES else "fact", kind if kind in EXPECTED else "", place, typed
    )


def entries(asked: Asked, type_: str, day: datetime.date) -> QuerySet:
    """The gaps, or the entries, behind the tasks of a type, newest records first.

    Only kinds that people write have gaps, and each of their records was written by somebody.
    """
    kinds = [asked.kind] if asked.kind else list(EXPECTED)
    if type_ in ("fact", "refused"):
        refused = Q(reason=Unknown.Reason.REFUSED)
        gaps = Gap.objects.filter(refused if type_ == "refused" else ~refused)
        if asked.kind:
            gaps = gaps.filter(entry__kind=asked.kind)
        if asked.typed:
            gaps = gaps.filter(entry__in=_inside(asked, kinds))
        return gaps.select_related("entry").order_by("-entry_id", "id")
    live = Entry.objects.live().filter(kind__in=kinds)
    if asked.typed:
        live = live.filter(pk__in=_inside(asked, kinds))
    if type_ == "source":
        live = live.filter(verification=Verification.NONE)
    else:
        live = live.filter(pk__in=_due(kinds, day))
    return live.order_by("-pk")


def count(asked: Asked, type_: str, day: datetime.date) -> int:
    """How many tasks of a type there are; those that the filters of lists know, on their index."""
    if type_ != "source" or asked.typed:
        return entries(asked, type_, day).count()
    index, none = current(), Verification.NONE
    kinds = [asked.kind] if asked.kind else EXPECTED
    return sum(len(facets_of(index, key)["verification"].get(none, ())) for key in kinds)


def tasks(asked: Asked, rows) -> list[Task]:
    """The rows of one page in words."""
    return [_of_gap(row) if isinstance(row, Gap) else _of_entry(row, asked.type) for row in rows]


def _inside(asked: Asked, kinds: list[str]) -> QuerySet:
    """Numbers of the records inside the place asked for; none where it names no place."""
    selects = [
        _placed(KINDS[key], asked.place).values("pk")
        for key in kinds
        if key in PLACED and not asked.is_unknown
    ]
    return selects[0].union(*selects[1:]) if selects else Entry.objects.none().values("pk")


def _placed(kind: Kind, place: Entry) -> QuerySet:
    """Records of a kind inside a place, as the filter of its list has them."""
    params = QueryDict(mutable=True)
    params["place"] = place.slug
    return kind.filter(params, queryset=kind.model.objects.all()).passing().order_by()


def _due(kinds: list[str], day: datetime.date) -> QuerySet:
    """Numbers of the records neither verified nor edited for longer than their kind stays fresh; a
    contest that is over is never due."""
    selects = []
    for key in kinds:
        if key in FRESH_DAYS:
            limit = day - datetime.timedelta(days=FRESH_DAYS[key])
            old = Q(edited_on__lt=limit) & (Q(verified_on=None) | Q(verified_on__lt=limit))
            if key == "legal":
                old &= Q(outcome=None) | Q(outcome__term__key=PENDING)
            selects.append(KINDS[key].model.objects.filter(old).order_by().values("pk"))
    return selects[0].union(*selects[1:]) if selects else Entry.objects.none().values("pk")


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
