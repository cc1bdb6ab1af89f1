"""Public changes filtered by kind of record and by territory."""

from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases import overview
from cases.facets.current import current
from cases.forms.fields import EntryField
from cases.kinds import KINDS
from cases.models import Entry, Revision

FEW = 5000  # records of some kinds, whose revisions are put in order faster than all are read


class ChangesForm(forms.Form):
    """What the page of changes can be asked: kinds of record, and a place."""

    place = EntryField(
        ("place",), label=_("Territory"), required=False,
        help_text=_("A town, a postcode, a department: what lies inside it counts too."),
    )  # fmt: skip
    kind = forms.MultipleChoiceField(
        label=_("Kind of record"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(key, kind.plural) for key, kind in KINDS.items()]

    def pairs(self) -> list[tuple[str, str]]:
        """The filters given, in one order, the place by its address. Valid forms only."""
        kinds = dict.fromkeys(self.cleaned_data["kind"])
        place = self.cleaned_data["place"]
        pairs = [("kind", key) for key in KINDS if key in kinds]
        return [*pairs, *([("place", place.slug)] if place else [])]

    def query(self, page: int = 1) -> str:
        """The query string of a page of these filters; empty when it says nothing."""
        pairs = [*self.pairs(), *([("page", str(page))] if page > 1 else [])]
        return f"?{urlencode(pairs)}" if pairs else ""

    def changes(self) -> QuerySet:
        """The public changes that pass, the last first. Valid forms only."""
        found, kinds = overview.changes(), self.cleaned_data["kind"]
        if kinds:
            found = found.filter(_of_kinds(kinds))
        if self.cleaned_data["place"]:
            found = found.filter(inside(self.cleaned_data["place"].slug, kinds or KINDS))
        return found


class Changes(Paginator):
    """Pages of changes; without a filter all of them are counted once, and not for each reader."""

    def __init__(self, form: ChangesForm, size: int):
        self.is_understood = form.is_valid()
        super().__init__(form.changes() if self.is_understood else Revision.objects.none(), size)
        self.is_whole = self.is_understood and not form.pairs()

    @cached_property
    def count(self) -> int:
        """How many changes pass."""
        return overview.count_changes() if self.is_whole else super().count


def _of_kinds(kinds: list[str]) -> Q:
    """Revisions of records of these kinds.

    Of many records the revisions are read in their order, and each asked for its kind; those of
    few are found by their records.
    """
    index = current()
    if sum(len(index.all_of(kind)) for kind in kinds) <= FEW:
        return Q(entry__kind__in=kinds)
    return Q(Exists(Entry.objects.order_by().filter(pk=OuterRef("entry"), kind__in=kinds)))


def inside(slug: str, kinds) -> Q:
    """Entries of the kinds whose list can be filtered by a territory, and that lie in this one."""
    found = Q(pk__in=[])
    for key in kinds:
        kind = KINDS[key]
        if "place" in kind.filter.base_filters:
            asked = kind.filter({"place": [slug]}, queryset=kind.model.objects.order_by())
            found |= Q(entry__in=asked.passing().order_by().values("pk"))
    return found
