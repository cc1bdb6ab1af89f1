"""Filters of lists carried over to the search: those that most lists share, and kinds of record.

Each kind answers with the filter of its own list, so that both count the same records. A kind
whose list has not all of the filters is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases.facets.current import current
from cases.filters import RecordFilter
from cases.kinds import KINDS, Kind

CARRIED = ("place", "tag", "tag_any", "tag_not", "year", "contested", "verification")
WORDED_BY = "deployment"  # a kind whose list has them all
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Narrowing:
    """The kinds of record chosen, none being all; and the filters, as pairs in order.

    It answers from the data version at which it is first asked: made anew for each question.
    """

    kinds: tuple[str, ...] = ()
    filters: Pairs = ()

    @classmethod
    def read(cls, params: QueryDict) -> "Narrowing":
        """What a query string narrows a search to; what it cannot mean is dropped."""
        asked = KINDS[WORDED_BY].filter(params, queryset=KINDS[WORDED_BY].model.objects.all())
        given = asked.cleaned()
        pairs = sorted((name, value) for name in CARRIED for value in given.get(name, ()))
        kinds = dict.fromkeys(sorted(key for key in params.getlist("kind") if key in KINDS))
        return cls(tuple(kinds), tuple(pairs))

    def __bool__(self) -> bool:
        """True when anything was chosen."""
        return bool(self.kinds or self.filters)

    @property
    def names(self) -> list[str]:
        """What was chosen, by name."""
        return [*(["kind"] if self.kinds else []), *dict.fromkeys(n for n, _v in self.filters)]

    @property
    def pairs(self) -> Pairs:
        """Everything chosen, for an address."""
        return (*(("kind", key) for key in self.kinds), *self.filters)

    def without(self, name: str, value: str = "") -> "Narrowing":
        """The same without one value, or without all those of a name."""
        if name == "kind":
            return replace(self, kinds=tuple(k for k in self.kinds if value and k != value))
        kept = (pair for pair in self.filters if pair[0] != name or (value and pair[1] != value))
        return replace(self, filters=tuple(kept))

    @cached_property
    def asked(self) -> dict[str, RecordFilter]:
        """The filter of each kind that is wanted and can answer."""
        params = QueryDict(urlencode(self.filters))
        return {
            kind.key: kind.filter(params, queryset=kind.model.objects.all())
            for kind in self.answering
        }

    @property
    def answering(self) -> list[Kind]:
        """The kinds that are wanted and whose lists have all of the filters."""
        names = {name for name, _value in self.filters}
        wanted = self._wanted.values()
        return [kind for kind in wanted if names <= kind.filter.base_filters.keys()]

    @property
    def left_out(self) -> list[Kind]:
        """The kinds that cannot answer."""
        answering = self.answering
        return [kind for kind in self._wanted.values() if kind not in answering]

    def within(self, documents: BitMap) -> dict[str, BitMap]:
        """Of some documents of the index, those of each kind that pass."""
        if not documents:
            return {}
        if self.filters:
            found = {key: asked.found() & documents for key, asked in self.asked.items()}
        else:
            index = current()
            found = {kind.key: index.all_of(kind.key) & documents for kind in self.answering}
        return {key: bitmap for key, bitmap in found.items() if bitmap}

    def chosen(self) -> list[dict]:
        """The values chosen, in the words of the sentences above lists."""
        kinds = [
            {"name": "kind", "filter": _("Kind"), "value": key, "label": str(KINDS[key].plural),
             "phrase": str(KINDS[key].plural), "joint": "or" if place else ""}
            for place, key in enumerate(self.kinds)
        ]  # fmt: skip
        kind, params = KINDS[WORDED_BY], QueryDict(urlencode(self.filters))
        return kinds + kind.filter(params, queryset=kind.model.objects.all()).chosen()

    @property
    def _wanted(self) -> dict[str, Kind]:
        return {key: kind for key, kind in KINDS.items() if not self.kinds or key in self.kinds}


def search_from(pairs: Iterable[tuple[str, str]]) -> str:
    """The query string of a search for what a list was asked; empty where it has no words."""
    given = list(pairs)
    typed = next((value for name, value in given if name == "q"), "")
    return address(typed, (pair for pair in given if pair[0] in CARRIED)) if typed else ""


def address(typed: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """The query string of a search: in one order, without what says nothing."""
    return f"?{urlencode(sorted([*pairs, *([('q', typed)] if typed else [])]))}"
