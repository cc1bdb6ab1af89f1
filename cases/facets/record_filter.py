"""What the filters of every list share: filtering, counting and ordering on the index."""

from array import array
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

import django_filters
from django.db.models import Min, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from cases.models import Verification

from .current import current, facets_of
from .keys import ChoiceKeys, ContestedKeys
from .numbers import among
from .orders import NewestFirst
from .to_do import TO_DO
from .trees import TagKeys
from .words import WordsFilter, YearKeys

SHARED = ("q", "year", "contested", "verification", "tag", "tag_any", "tag_not")
SORTS = {"recent": _("last edited"), "title": _("title"), "date": _("date")}
ALL_SEEN = 8  # values; of more, one is found by typing its name
# Between two values of one filter; nothing said is any of them.
JOINTS = {"tag": "and", "tag_not": ""}
KINDS_OF_MODELS = {"legalchallenge": "legal"}  # where the kind is not named after its model


class RecordFilter(django_filters.FilterSet):
    """What every list can be filtered by."""

    q = WordsFilter(label=_("Words"))
    contested = ContestedKeys(field_name="contested", label=_("Contested"))
    tag = TagKeys(mode="all", label=_("Tag"))
    tag_any = TagKeys(mode="any", label=_("Any of the tags"))
    tag_not = TagKeys(mode="none", phrase=_("without %(value)s"), label=_("None of the tags"))
    year = YearKeys(phrase=_("in %(value)s"), label=_("Year"))

    default_sort = "recent"
    held: ClassVar[dict] = {}  # what the index holds of each record beside the values of filters

    def __init__(self, data=None, queryset: QuerySet | None = None):
        """A filter keeps nothing of a request: unlike django-filter, nothing is copied for one."""
        self.data, self.queryset, self.filters = data or {}, queryset, self.base_filters

    @cached_property
    def index(self):
        """The records and their facets at the data version of this moment."""
        return current()

    @cached_property
    def kind(self) -> str:
        """The kind of record, as entries name it."""
        name = self.queryset.model._meta.model_name
        return KINDS_OF_MODELS.get(name, name)

    @property
    def qs(self) -> QuerySet:
        """The records that pass every filter, in no order."""
        return self.passing()

    def found(self, without: str = "") -> BitMap:
        """The documents of the index that pass every filter but the one named."""
        name = without if without in self._each else ""
        if name not in self._found:
            found = self.index.all_of(self.kind)
            for other, documents in self._each.items():
                if other != name:
                    found = found - documents if other == "tag_not" else found & documents
            self._found[name] = found
        return self._found[name]

    def passing(self, without: str = "") -> QuerySet:
        """The records that pass every filter but the one named, for other questions about them."""
        if not self._each.keys() - {without}:
            return self.queryset
        return among(self.queryset, self.index.numbers_of(self.found(without)))

    @property
    def sort(self) -> str:
        """The order asked for, else the own one of the kind."""
        given = self.data.get("sort", "") if self.data else ""
        return given if given in SORTS else self.default_sort

    def numbers(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The entries that pass, in the order asked for; a part of them, by positions."""
        if self.sort != "recent":
            ordered = self.ordered(self.passing()).values_list("pk", flat=True)
            return list(ordered[start:stop])
        return NewestFirst(self.index.entries, self.found())[start:stop]

    def listed(self) -> Sequence[int]:
        """All that `numbers` gives, to be cut into parts: no more is held than the index has."""
        if self.sort == "recent":
            return NewestFirst(self.index.entries, self.found())
        return array("I", self.numbers())

    def ordered(self, queryset: QuerySet) -> QuerySet:
        """By title, or by the first date."""
        if self.sort == "title":
            return queryset.order_by("entry__title", "entry_id")
        return queryset.annotate(first_day=Min("entry__dates__earliest")).order_by(
            "-first_day", "-entry_id"
        )

    def cleaned(self) -> dict:
        """The values given, by filter."""
        return self._given

    def chosen(self) -> list[dict]:
        """The values chosen, with their words, and as parts of the sentence above the list."""
        found = []
        for name, values in self.cleaned().items():
            facet = self.filters[name]
            given = values if isinstance(values, list) else [values]
            labels, own = self.index.recall(
                ("words", facet, get_language(), *given), partial(_words, facet, given)
            )
            phrases = {v: f"{facet.label} {labels.get(v, v)}" for v in given} | own
            found += [
                {"name": name, "filter": facet.label, "value": v, "label": labels.get(v, v),
                 "phrase": phrases.get(v, v), "joint": JOINTS.get(name, "or") if place else ""}
                for place, v in enumerate(given)
            ]  # fmt: skip
        return found

    def facets(self) -> list[dict]:
        """Counts beside each value: other filters apply, the facet's own does not."""
        own_first = sorted(self.filters.items(), key=lambda item: item[0] in SHARED)
        found = [self.facet(name) for name, one in own_first if getattr(one, "faceted", False)]
        return [facet for facet in found if facet["values"]]

    def facet(self, name: str) -> dict:
        """One facet with the values that lead to something, and those chosen."""
        facet, chosen = self.filters[name], self.cleaned().get(name, [])
        # Tags narrow one another: each further one is counted among what carries the others.
        within = self.found(without="" if name == "tag" else name)
        bitmaps = facets_of(self.index, self.kind)[name]
        rows = partial(facet.rows, self.index, bitmaps, within, chosen)
        if self._each:
            rows = rows()
        else:  # what lists show first is counted once for this version of the data
            rows = self.index.remember(("facet", self.kind, name, get_language()), rows)
        values = facet_values(rows, chosen)
        # Terms are known by their key, and nearly all of a vocabulary is shown.
        named = len(values) > ALL_SEEN and facet.kinds != ("term",)
        return {"name": name, "label": facet.label, "values": values,
                "kinds": " ".join(facet.kinds) if named else ""}  # fmt: skip

    @cached_property
    def _given(self) -> dict:
        found = {}
        for name, one in self.filters.items():
            value = one.field.clean(one.field.widget.value_from_datadict(self.data, {}, name))
            if value:
                found[name] = value
        return found

    @cached_property
    def _found(self) -> dict[str, BitMap]:
        return {}

    @cached_property
    def _each(self) -> dict[str, BitMap]:
        """The documents that each filter given finds."""
        found = {}
        for name, values in self.cleaned().items():
            facet = self.filters[name]
            stored = "tag" if name.startswith("tag") else name
            bitmaps = facets_of(self.index, self.kind).get(stored, {})
            documents = facet.found(self.index, bitmaps, values)
            if documents is not None:
                found[name] = documents
        return found


class FactFilter(RecordFilter):
    """What lists of records that state facts can be filtered by as well."""

    held = TO_DO
    verification = ChoiceKeys("entry__verification", Verification.choices, label=_("Verification"))


def _words(facet, given: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The words of values, alone and in a sentence."""
    return facet.labels(given), facet.phrases(given)


def facet_values(rows, chosen: list[str]) -> list[dict]:
    """The values of a facet as its form shows them."""
    return [
        {"value": value, "label": label, "count": count, "selected": value in chosen,
         "depth": depth}
        for value, label, count, depth in rows
    ]  # fmt: skip
