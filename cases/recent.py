"""Public changes filtered by kind of record and by territory."""

from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases import overview
from cases.forms.fields import EntryField
from cases.kinds import KINDS


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
            found = found.filter(entry__kind__in=kinds)
        if self.cleaned_data["place"]:
            found = found.filter(inside(self.cleaned_data["place"].slug, kinds or KINDS))
        return found


def inside(slug: str, kinds) -> Q:
    """Entries of the kinds whose list can be filtered by a territory, and that lie in this one."""
    found = Q(pk__in=[])
    for key in kinds:
        kind = KINDS[key]
        if "place" in kind.filter.base_filters:
            asked = kind.filter({"place": [slug]}, queryset=kind.model.objects.order_by())
            found |= Q(entry__in=asked.passing().order_by().values("pk"))
    return found
