"""One FilterSet for each kind: the page, its counts, its exports and its feed all use it."""

import django_filters
from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from cases import models as m
from cases.facets import (
    ChoiceKeys,
    ContestedKeys,
    LinkKeys,
    PlaceKeys,
    RoleKeys,
    TagKeys,
    TermKeys,
    WordsFilter,
    YearKeys,
)
from cases.facets.money import (
    ChoiceOrUnknown,
    LinkOrUnknown,
    MoneyPlaceKeys,
    NatureKeys,
    ToldYearKeys,
)

SHARED = ("q", "year", "contested", "verification", "tag", "tag_any", "tag_not")
SORTS = {"recent": _("last edited"), "title": _("title"), "date": _("date")}


class RecordFilter(django_filters.FilterSet):
    """What every list can be filtered by."""

    q = WordsFilter(label=_("Words"))
    contested = ContestedKeys(field_name="contested", label=_("Contested"))
    tag = TagKeys(mode="all", label=_("Tag"))
    tag_any = TagKeys(mode="any", label=_("Any of the tags"))
    tag_not = TagKeys(mode="none", label=_("None of the tags"))
    year = YearKeys(label=_("Year"))

    @property
    def qs(self) -> QuerySet:
        """The records that pass every filter, in the order asked for."""
        return self.ordered(self.passing())

    def passing(self, without: str = "") -> QuerySet:
        """The records that pass every filter but the one named."""
        queryset = self.queryset
        for name, value in self.cleaned().items():
            if name != without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def cleaned(self) -> dict:
        """The values given, by filter."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def ordered(self, queryset: QuerySet) -> QuerySet:
        """Last edited first, or as `sort` says."""
        sort = self.data.get("sort", "recent") if self.data else "recent"
        if sort == "title":
            return queryset.order_by("entry__title", "entry_id")
        if sort == "date":
            return queryset.annotate(first_day=Min("entry__dates__earliest")).order_by(
                "-first_day", "-entry_id"
            )
        return queryset.newest_first()

    def chosen(self) -> list[dict]:
        """The values chosen, with their words, for the sentence above the list."""
        found = []
        for name, values in self.cleaned().items():
            chosen = self.filters[name]
            given = values if isinstance(values, list) else [values]
            labels = chosen.labels(given) if hasattr(chosen, "labels") else {}
            found += [
                {"name": name, "filter": chosen.label, "value": v, "label": labels.get(v, v)}
                for v in given
            ]
        return found

    def facets(self) -> list[dict]:
        """Counts beside each value: other filters apply, the facet's own does not."""
        cleaned, found = self.cleaned(), []
        own_first = sorted(self.filters.items(), key=lambda item: item[0] in SHARED)
        for name, facet in own_first:
            if getattr(facet, "faceted", False):
                rows = facet.count(self.passing(without="" if name == "tag" else name))
                values = facet_values(rows, cleaned.get(name, []), facet)
                if values:
                    found.append({"name": name, "label": facet.label, "values": values})
        return found


class FactFilter(RecordFilter):
    """What lists of records that state facts can be filtered by as well."""

    verification = ChoiceKeys(
        "entry__verification", m.Verification.choices, label=_("Verification")
    )


def facet_values(rows, chosen: list[str], facet) -> list[dict]:
    """Values with their counts, the chosen ones among them even at zero."""
    missing = [value for value in chosen if value not in {row[0] for row in rows}]
    labels = facet.labels(missing) if missing else {}
    rows = [*rows, *((value, labels[value], 0) for value in missing if value in labels)]
    return [
        {
            "value": value,
            "label": label,
            "count": count,
            "selected": value in chosen,
            "depth": depth[0] if depth else 0,
        }
        for value, label, count, *depth in rows
    ]


class DeploymentFilter(FactFilter):
    """Deployments."""

    technology = TermKeys("technologies", "technology", label=_("Technology"))
    place = PlaceKeys(field_name="places", label=_("Territory"))
    status = ChoiceKeys("status", m.Deployment.Status.choices, label=_("State"))
    vendor = RoleKeys(m.Role.SUPPLY, label=_("Vendor"))
    operator = RoleKeys(("operator",), label=_("Operator"))
    role = ChoiceKeys("roles__role", m.Role.Kind.choices, label=_("Role"))
    function = TermKeys("functions", "function", label=_("Function"))
    product = LinkKeys(field_name="products", label=_("Product"))
    funder = LinkKeys(field_name="entry__fundings__payer", label=_("Funder"))
    scope = TermKeys("scope", "deployment_scope", label=_("Scope"))

    def passing(self, without=""):
        """A deployment with two roles of a kind stands once."""
        found = super().passing(without)
        return found.distinct() if self.cleaned().get("role") else found


class PlaceFilter(RecordFilter):
    """Places."""

    kind = ChoiceKeys("kind", m.Place.Kind.choices, label=_("Kind"))
    place = PlaceKeys(field_name="entry", label=_("Territory"))
    technology = TermKeys(
        "entry__deployments_here__technologies", "technology", label=_("Technology")
    )

    place.faceted = False

    def ordered(self, queryset):
        """Places with deployments first, then by name."""
        if self.data and self.data.get("sort"):
            return super().ordered(queryset)
        return queryset.order_by("-deployments", "entry__title", "entry_id")


class VendorFilter(FactFilter):
    """Vendors."""

    kind = TermKeys("kind", "vendor_kind", label=_("Kind"))
    country = ChoiceKeys("country", (), label=_("Country"))
    technology = TermKeys(
        "entry__roles_played__deployment__technologies", "technology", label=_("Technology")
    )


class OrganisationFilter(FactFilter):
    """Organisations."""

    kind = TermKeys("kind", "organisation_kind", label=_("Kind"))
    country = ChoiceKeys("country", (), label=_("Country"))
    place = PlaceKeys(field_name="seat", label=_("Territory"))


class ProductFilter(FactFilter):
    """Products."""

    technology = TermKeys("technologies", "technology", label=_("Technology"))
    vendor = LinkKeys(field_name="vendor", label=_("Vendor"))


class CameraFilter(FactFilter):
    """Cameras."""

    place = PlaceKeys(field_name="place", label=_("Territory"))
    kind = TermKeys("kind", "camera_kind", label=_("Kind"))


class FundingFilter(FactFilter):
    """Money."""

    kind = NatureKeys("kind", "funding_kind", label=_("Kind"))
    stage = ChoiceOrUnknown("stage", m.Funding.Stage.choices, label=_("Stage"))
    tax_basis = ChoiceOrUnknown("tax_basis", m.Funding.TaxBasis.choices, label=_("Tax"))
    funder = LinkOrUnknown(field_name="payer", label=_("Who pays"))
    vendor = LinkOrUnknown(field_name="payee", label=_("Who receives"))
    place = MoneyPlaceKeys(field_name="places", label=_("Territory"))
    programme = ChoiceOrUnknown("programme", (), label=_("Programme"))
    currency = ChoiceOrUnknown("currency", (), label=_("Currency"))
    told = ToldYearKeys(label=_("Date shown"))


class LegalFilter(FactFilter):
    """Contests."""

    kind = TermKeys("kind", "legal_kind", label=_("Kind"))
    forum = LinkKeys(field_name="forum", label=_("Court or authority"))
    stage = TermKeys("stage", "legal_stage", label=_("Stage"))
    outcome = TermKeys("outcome", "legal_outcome", label=_("Outcome"))
    party = LinkKeys(field_name="parties__entry", label=_("Party"))
    place = PlaceKeys(field_name="deployments__deployment__places", label=_("Territory"))


class LawFilter(FactFilter):
    """Legal texts."""

    kind = TermKeys("kind", "law_kind", label=_("Kind"))
    status = TermKeys("status", "law_status", label=_("State"))
    place = PlaceKeys(field_name="jurisdiction", label=_("Jurisdiction"))


class StatisticFilter(FactFilter):
    """Figures."""

    place = PlaceKeys(field_name="places", label=_("Territory"))
    unit = ChoiceKeys("unit", (), label=_("Unit"))


class EventFilter(FactFilter):
    """Events."""

    kind = TermKeys("kind", "event_kind", label=_("Kind"))
    place = PlaceKeys(field_name="places", label=_("Territory"))
    actor = LinkKeys(field_name="actors", label=_("Actor"))


class SourceFilter(RecordFilter):
    """Sources."""

    kind = TermKeys("kind", "source_kind", label=_("Kind"))
    publisher = ChoiceKeys("publisher", (), label=_("Publisher"))
    language = ChoiceKeys("language", (), label=_("Language"))


class PageFilter(RecordFilter):
    """Pages."""


class TagFilter(RecordFilter):
    """Tags."""

    category = TermKeys("category", "tag_category", label=_("Category"))


class TermFilter(RecordFilter):
    """Terms."""

    scheme = ChoiceKeys("scheme", (), label=_("Vocabulary"))
