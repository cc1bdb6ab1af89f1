"""What helps where nothing was found: another spelling, fewer filters, a form to fill the gap."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from cases.kinds import KINDS, Kind
from cases.models import Entry
from cases.search.finding import Found, documents_matching, total
from cases.search.narrowing import Narrowing, address
from cases.search.query import read
from cases.search.spelling import nearest

OF_A_PLACE = ("places", "place", "jurisdiction", "seat")  # fields of forms that name a territory
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Fewer:
    """What would be found without one of the filters: its name, its values, how many, where."""

    filter: str
    values: str
    total: int
    url: str


@dataclass(frozen=True)
class Help:
    """What to try where nothing was found, and where to add what is missing."""

    instead: str  # the nearest spelling
    instead_url: str
    fewer: list[Fewer]
    kind: Kind
    contribute_url: str  # empty where nobody may add such a record


def help_with_list(kind: Kind, params: QueryDict, pairs: Pairs, chosen: list[dict]) -> Help:
    """For a list without a record; `pairs` is what was understood of its query string."""
    pairs = list(pairs)
    asked = kind.filter(params, queryset=kind.model.objects.all())
    fewer = _fewer(
        chosen,
        lambda name: len(asked.found(without=name)),
        lambda name: _query(pair for pair in pairs if pair[0] != name),
    )
    typed = next((value for name, value in pairs if name == "q"), "")
    misspelled = typed and not documents_matching(read(typed))
    instead = nearest(typed) if misspelled else ""
    others = [pair for pair in pairs if pair[0] != "q"]
    url = _query(sorted([*others, ("q", instead)]))
    return Help(instead, url, fewer, kind, _form(kind, pairs))


def help_with_search(typed: str, narrowing: Narrowing, found: Found) -> Help:
    """For a search without a record."""
    question = found.question
    documents = documents_matching(question) if question and narrowing else None
    fewer = [] if documents is None else _fewer(
        narrowing.chosen(),
        lambda name: total(documents, narrowing.without(name)),
        lambda name: address(typed, narrowing.without(name).pairs),
    )  # fmt: skip
    kinds = [KINDS[key] for key in narrowing.kinds if KINDS[key].contribute]
    kind = kinds[0] if kinds else KINDS["deployment"]
    url = address(found.instead, narrowing.pairs)
    return Help(found.instead, url, fewer, kind, _form(kind, narrowing.filters))


def _fewer(
    chosen: list[dict], count: Callable[[str], int], url: Callable[[str], str]
) -> list[Fewer]:
    """A line for each filter without which something would be found, the most fruitful first."""
    given: dict[str, list[dict]] = {}
    for one in chosen:
        given.setdefault(one["name"], []).append(one)
    lines = [
        Fewer(str(ones[0]["filter"]), ", ".join(str(one["label"]) for one in ones), count(name),
              url(name))
        for name, ones in given.items()
    ]  # fmt: skip
    return sorted((line for line in lines if line.total), key=lambda line: -line.total)


def _query(pairs: Pairs) -> str:
    return f"?{urlencode(list(pairs))}"


def _form(kind: Kind, pairs: Pairs) -> str:
    """The form of a new record of the kind, its territory already said."""
    if not kind.contribute:
        return ""
    url = reverse("contribute-kind", args=[kind])
    field = next((name for name in OF_A_PLACE if name in kind.form.base_fields), "")
    places = [value for name, value in pairs if name == "place"]
    known = field and Entry.objects.live().filter(kind="place", slug__in=places[:1]).exists()
    return f"{url}?{urlencode({field: places[0]})}" if known else url
