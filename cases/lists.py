"""The lists: rows, total, facets and pages of a kind, in one place; nothing else counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from cases.cells import Column, Row, columns_of, rows_of
from cases.dossiers import with_everything
from cases.filters import SORTS, RecordFilter
from cases.kinds import Kind
from cases.rows.kept import rows_of_page

PAGE_SIZE = 50
MOST_DIGITS = 6
TOLD = ("deployment", "funding", "legal", "law", "event")  # what the timeline tells
WITH_TEXTS = ("page",)  # their list shows more than a table
COMMON = ("contested", "tag")  # facets of every kind come after its own


class NoSuchPage(Exception):
    """A page number that is not one, or lies beyond the end."""


@dataclass(frozen=True)
class ListPage:
    """One page of a list."""

    kind: Kind
    columns: list[Column]
    rows: list[Row] | list[SafeString]  # read for the page, or written already
    total: int
    facets: list[dict]
    chosen: list[dict]
    number: int
    pages: int
    sort: str
    query: tuple[tuple[str, str], ...]  # what was asked and understood, without the page

    @cached_property
    def contested(self) -> int:
        """How many of them are contested, as its facet counts them."""
        counted = [f["values"] for f in self.facets if f["name"] == "contested"]
        return counted[0][0]["count"] if counted else 0

    @property
    def canonical(self) -> str:
        """The query string of this page, in one order and without what says nothing."""
        return self.address(page=self.number)

    @property
    def everything(self) -> str:
        """The query string of the whole list, for its files and its feed."""
        return self.address()

    @property
    def timeline_url(self) -> str:
        """The dates of the same records, where `kind` is the kind of record; empty without any."""
        if self.kind.key not in TOLD:
            return ""
        pairs = [("type" if name == "kind" else name, v) for name, v in self.query]
        pairs = [("kind", self.kind.key), *(pair for pair in pairs if pair[0] != "sort")]
        return f"{reverse('timeline')}?{urlencode(pairs)}"

    @property
    def previous(self) -> str:
        """Query string of the page before; empty at the start."""
        return self.address(page=self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """Query string of the page after; empty at the end."""
        return self.address(page=self.number + 1) if self.number < self.pages else ""

    @property
    def sorts(self) -> list[dict]:
        """The orders that can be asked for."""
        return [
            {"name": name, "label": label, "selected": name == self.sort,
             "query": self.address(sort=name)}
            for name, label in SORTS.items()
        ]  # fmt: skip

    @property
    def filters(self) -> list[dict]:
        """The values chosen, each with the address of the list without it."""
        return [
            one | {"without": self.address(drop=(one["name"], one["value"]))} for one in self.chosen
        ]

    @property
    def kept(self) -> list[dict]:
        """What the facets' form must carry along: the words, the order, and other tag filters."""
        shown = {facet["name"] for facet in self.facets}
        return [{"name": n, "value": v} for n, v in self.query if n not in shown]

    @property
    def has_tags(self) -> bool:
        """True when the facets offer tags."""
        return any(facet["name"] == "tag" for facet in self.facets)

    @property
    def tag_switch(self) -> dict:
        """The same tags combined the other way, all of them or any; empty with less than two."""
        given = [name for name, _value in self.query if name in ("tag", "tag_any")]
        if len(given) < 2 or len(set(given)) > 1:
            return {}
        other = "tag" if given[0] == "tag_any" else "tag_any"
        pairs = [(other if name in ("tag", "tag_any") else name, v) for name, v in self.query]
        return {"any": other == "tag", "query": f"?{urlencode(pairs)}"}

    def address(self, page: int = 1, sort: str = "", drop: tuple[str, str] | None = None) -> str:
        """The query string of a neighbouring page, order or filter; `?` when it is empty."""
        pairs = [pair for pair in self.query if pair != drop]
        if sort:
            pairs = [pair for pair in pairs if pair[0] != "sort"] + [("sort", sort)]
        if page > 1:
            pairs.append(("page", str(page)))
        return f"?{urlencode(pairs)}"


def page_of(kind: Kind, params: QueryDict, page: str = "1") -> ListPage:
    """One page of the list of a kind for a query string. Raises NoSuchPage."""
    asked = kind.filter(params, queryset=kind.model.objects.all())
    number = page_number(page)
    total = len(asked.found())
    pages = max(1, -(-total // PAGE_SIZE))
    if number > pages:
        raise NoSuchPage
    return ListPage(
        kind=kind,
        columns=columns_of(kind),
        rows=_rows(kind, asked, number),
        total=total,
        facets=sorted(asked.facets(), key=lambda facet: facet["name"] in COMMON),
        chosen=asked.chosen(),
        number=number,
        pages=pages,
        sort=asked.sort,
        query=_understood(asked, params),
    )


def heading_of(kind: Kind, params: QueryDict) -> ListPage:
    """The list of a kind without its rows: its total, filters and facets, for other pages."""
    asked = kind.filter(params, queryset=kind.model.objects.all())
    return ListPage(
        kind=kind, columns=[], rows=[], total=len(asked.found()), facets=asked.facets(),
        chosen=asked.chosen(), number=1, pages=1, sort="",
        query=tuple(pair for pair in _understood(asked, params) if pair[0] != "sort"),
    )  # fmt: skip


def _rows(kind: Kind, asked: RecordFilter, number: int) -> list:
    """The rows of one page, in order."""
    start = (number - 1) * PAGE_SIZE
    numbers = asked.numbers(start, start + PAGE_SIZE)
    if kind.key not in WITH_TEXTS:
        return rows_of_page(asked.index, kind, numbers)
    rows = with_everything(kind.model.objects.filter(pk__in=numbers))
    found = {record.pk: record for record in rows}
    return rows_of(kind, [found[pk] for pk in numbers if pk in found])


def page_number(given: str) -> int:
    """The number of a page as typed in an address. Raises NoSuchPage."""
    if not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS and int(given)):
        raise NoSuchPage
    return int(given)


def _understood(asked: RecordFilter, params: QueryDict) -> tuple[tuple[str, str], ...]:
    pairs = []
    for name, values in sorted(asked.cleaned().items()):
        pairs += [(name, v) for v in (values if isinstance(values, list) else [values])]
    if params.get("sort") in SORTS:
        pairs.append(("sort", params["sort"]))
    return tuple(pairs)
