"""The dates of every record that passes some filters, in order, a page at a time.

`kind` is the kind of record, several at will; `type` is what the list of one kind calls its kind.
Every other filter is that of the lists. A filter that a kind does not have goes through its
deployments, and a kind that has neither says nothing: never more than what was asked.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases import dates
from cases.facets.current import current, facets_of
from cases.facets.index import NOTHING, Index, union
from cases.facets.keys import MOST_VALUES, Bitmaps, KeysField
from cases.facets.moments import ANY, dates_in, named_years
from cases.facets.numbers import among
from cases.facets.words import FIRST, LAST, WIDE, dated_in
from cases.facts import Mark, Sources
from cases.facts.sourcing import LOOKUPS
from cases.facts.values import confidence_mark
from cases.filters import DeploymentFilter
from cases.kinds import KINDS, Kind
from cases.lists import TOLD, NoSuchPage
from cases.models import DatedValue, Entry, Record

PAGE_SIZE = 100
YEAR_DIGITS = 4
THROUGH = ("funding", "legal", "event")  # the kinds that name deployments
OWN = ("kind", "type", "year", "page", "sort")  # read here, and not by the filters of the lists
OFFERED = ("technology", "place", "vendor")


@dataclass(frozen=True)
class Happening:
    """One date of one record."""

    words: str
    role: str
    record: Record
    kind: Kind
    note: str
    mark: Mark | None
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Year:
    """The dates that begin in one year."""

    year: int
    lines: list[Happening]


class Chronology:
    """The dates asked for by a query string."""

    def __init__(self, params: QueryDict):
        self.params = params
        self.kinds_given = _values(params, "kind")
        self.years_given = _values(params, "year")
        self.kinds = [key for key in TOLD if key in (self.kinds_given or TOLD)]

    @cached_property
    def names(self) -> list[str]:
        """The filters given that at least one list knows."""
        known = {name for key in TOLD for name in KINDS[key].filter.base_filters}
        return [name for name in sorted(known) if name not in OWN and _values(self.params, name)]

    @cached_property
    def index(self) -> Index:
        """The records at the data version of this moment."""
        return current()

    def dated(self, kinds: list[str]) -> QuerySet:
        """The dates of the records of these kinds that pass, in the years given if there are any.

        All records of a kind are not listed to the database: it is asked for their kind.
        """
        if self.names or _values(self.params, "type"):
            passing = union(self.documents[key] for key in kinds)
            entries = among(Entry.objects.order_by(), self.index.numbers_of(passing))
            found = DatedValue.objects.filter(entry__in=entries.values("pk"))
        else:
            live = Entry.objects.live().order_by().filter(pk=OuterRef("entry"), kind__in=kinds)
            # True of every date: SQLite reads an index in order only where it also narrows.
            found = DatedValue.objects.alias(first=Coalesce("earliest", "latest"))
            found = found.filter(Exists(live), first__gte=date.min)
        return found.filter(dated_in(self.years_given)) if self.years_given else found

    @cached_property
    def documents(self) -> dict[str, BitMap]:
        """The records of each kind that pass, in the index."""
        return {key: self._passing(KINDS[key]) for key in TOLD}

    def count(self, key: str) -> int:
        """How many dates the records of a kind that pass have in the years given."""
        years = [_marks(year) for year in self.years_given] or [(ANY,)]
        if len(years) > 1 or not years[0]:  # a date may fall in two of them
            return self.dated([key]).count()
        return dates_in(self._moments(key), self.documents[key], *years[0])

    def _moments(self, key: str) -> Bitmaps:
        return facets_of(self.index, key)["moments"]

    def _passing(self, kind: Kind) -> BitMap:
        """The records of a kind that pass every filter given, directly or by their deployments."""
        own, given = kind.filter.base_filters, {}
        found = self.index.all_of(kind.key)
        types = _values(self.params, "type")
        if types and "kind" not in own:
            return NOTHING
        if types:
            given["kind"] = types
        for name in self.names:
            if name in own:
                given[name] = _values(self.params, name)
            elif kind.key in THROUGH and name in DeploymentFilter.base_filters:
                asked = _asked({name: _values(self.params, name)})
                deployments = DeploymentFilter(
                    asked, queryset=KINDS["deployment"].model.objects.all()
                )
                through = deployments.passing().order_by().values("pk")
                held = kind.model.deployments.through.objects.filter(entry__in=through)
                numbers = held.values_list(kind.model._meta.model_name.lower(), flat=True)
                found = found & self.index.documents_of(numbers.iterator())
            else:
                return NOTHING
        return found & kind.filter(_asked(given), queryset=kind.model.objects.all()).found()

    @cached_property
    def lines(self) -> QuerySet:
        """Every date, in order: by its first day, then its last; an unknown end stands last."""
        return self.dated(self.kinds).order_by(
            Coalesce("earliest", "latest"), F("latest").asc(nulls_last=True), "pk"
        )

    @cached_property
    def total(self) -> int:
        """How many dates there are."""
        return sum(self.count(key) for key in self.kinds)

    @property
    def pages(self) -> int:
        """How many pages they fill."""
        return max(1, -(-self.total // PAGE_SIZE))

    def page(self, number: int) -> list[Year]:
        """The dates of one page, year by year. Raises NoSuchPage."""
        if number > self.pages:
            raise NoSuchPage
        start = (number - 1) * PAGE_SIZE
        rows = list(self.lines.select_related("role", "entry")[start : start + PAGE_SIZE])
        records = _records_of(rows)
        years: dict[int, list[Happening]] = {}
        for row in rows:
            if row.entry_id in records:
                first = row.earliest or row.latest
                years.setdefault(first.year, []).append(_happening(row, records[row.entry_id]))
        return [Year(year, lines) for year, lines in years.items()]

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """What was asked and understood, in one order, without the page."""
        names = sorted(
            [*self.names, *(n for n in ("kind", "type", "year") if _values(self.params, n))]
        )
        return [(name, value) for name in names for value in _values(self.params, name)]

    def address(self, page: int = 1, drop: tuple[str, str] | None = None) -> str:
        """The query string of another page, or of the page without a filter."""
        pairs = [pair for pair in self.query if pair != drop]
        return f"?{urlencode([*pairs, ('page', page)] if page > 1 else pairs)}"

    @cached_property
    def chosen(self) -> list[dict]:
        """The filters in words, each with the address without it."""
        words = {("kind", key): {"label": str(KINDS[key].plural)} for key in TOLD}
        for key in self.kinds:
            own = KINDS[key].filter
            wanted = {n: _values(self.params, n) for n in self.names if n in own.base_filters}
            wanted |= {"kind": _values(self.params, "type")} if "kind" in own.base_filters else {}
            for one in own(_asked(wanted), queryset=KINDS[key].model.objects.none()).chosen():
                name = "type" if one["name"] == "kind" else one["name"]
                if one["label"] != one["value"] or (name, one["value"]) not in words:
                    words[name, one["value"]] = one
        return [
            {
                "label": v,
                "joint": "",
                **(known := words.get((n, v), {})),
                "name": n,
                "phrase": known.get("phrase") or known.get("label") or v,
                "without": self.address(drop=(n, v)),
            }
            for n, v in self.query
        ]

    @cached_property
    def facets(self) -> list[dict]:
        """Kinds and years counted in dates; technology, place and vendor in deployments."""
        numbers = {key: self.count(key) for key in TOLD}
        kinds = [(key, str(KINDS[key].plural), numbers[key]) for key in TOLD if numbers.get(key)]
        years = self._years()
        found = [
            {"name": "kind", "label": _("Kind of record"),
             "values": _with_chosen(kinds, self.kinds_given)},
            {"name": "year", "label": _("Year"), "values": _with_chosen(years, self.years_given)},
        ]  # fmt: skip
        given = {name: _values(self.params, name) for name in self.names}
        deployments = DeploymentFilter(
            _asked(given), queryset=KINDS["deployment"].model.objects.all()
        )
        for name in OFFERED:
            facet = deployments.facet(name)
            label = _("%(filter)s, in deployments") % {"filter": facet["label"]}
            found.append(facet | {"label": label})
        return [facet for facet in found if facet["values"]]

    def _years(self) -> list[tuple[str, str, int]]:
        """Years with the number of dates in them, newest first; a wide date names none."""
        counted: Counter[str] = Counter()
        for key in self.kinds:
            for year in named_years(moments := self._moments(key)):
                counted[year] += dates_in(moments, self.documents[key], year)
        years = sorted((year for year in counted if counted[year]), reverse=True)
        return [(year, year, counted[year]) for year in years[:MOST_VALUES]]

    @property
    def kept(self) -> list[dict]:
        """What the form must carry along: filters that it does not show."""
        shown = {facet["name"] for facet in self.facets}
        return [{"name": n, "value": v} for n, v in self.query if n not in shown]


def _values(params: QueryDict, name: str) -> list[str]:
    return KeysField(required=False).clean(params.getlist(name))


def _asked(given: dict[str, list[str]]) -> QueryDict:
    asked = QueryDict(mutable=True)
    for name, values in given.items():
        asked.setlist(name, values)
    return asked


def _with_chosen(rows: list[tuple], chosen: list[str]) -> list[dict]:
    return [
        {"value": value, "label": label, "count": n, "selected": value in chosen, "depth": 0}
        for value, label, n in rows
    ]


def _marks(year: str) -> tuple[str, ...]:
    """The same rule as `dated_in`: the dates that name a year, and the wide ones over it."""
    if not (year.isdecimal() and len(year) == YEAR_DIGITS and FIRST <= int(year) <= LAST):
        return ()
    return f"{int(year)}", f"{WIDE}{int(year)}"


def _records_of(rows: list[DatedValue]) -> dict[int, Record]:
    """The records of these dates, with their sources."""
    numbers: dict[str, set[int]] = {}
    for row in rows:
        numbers.setdefault(row.entry.kind, set()).add(row.entry_id)
    found = {}
    for key, those in numbers.items():
        records = KINDS[key].model.objects.filter(pk__in=those).select_related("entry")
        found |= {r.pk: r for r in records.prefetch_related(*LOOKUPS)}
    return found


def _happening(row: DatedValue, record: Record) -> Happening:
    return Happening(
        words=dates.display(row.value, get_language() or "fr"),
        role=str(row.role),
        record=record,
        kind=KINDS[row.entry.kind],
        note=row.note,
        mark=confidence_mark(row.confidence),
        sources=Sources(record).of_row(row.key),
    )
