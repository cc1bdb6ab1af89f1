"""One FilterSet for each kind: the page, its counts, its exports and its feed all use it."""

from django.utils.translation import gettext_lazy as _

from cases import models as m
from cases.facets import (
    ChoiceKeys,
    LinkKeys,
    PlaceKeys,
    RoleKeys,
    RoleKindKeys,
    TermKeys,
)
from cases.facets.amounts import AMOUNTS
from cases.facets.moments import MOMENTS
from cases.facets.money import ChoiceOrUnknown, LinkOrUnknown, NatureKeys, ToldYearKeys
from cases.facets.orders import fullest_places
from cases.facets.record_filter import SHARED, SORTS, FactFilter, RecordFilter, facet_values
from cases.facets.through import PARTS, Parts, Through
from cases.facets.to_do import TO_DO

__all__ = ["SHARED", "SORTS", "FactFilter", "RecordFilter", "facet_values"]
BODIES = ("vendor", "organisation", "place")
THROUGH_DEPLOYMENTS = "deployments__deployment"
PLAYED = "entry__roles_played__deployment"  # deployments in which somebody plays a role


class DeploymentFilter(FactFilter):
    """Deployments."""

    technology = TermKeys("technologies", "technology", label=_("Technology"))
    place = PlaceKeys("places", label=_("Territory"))
    place_itself = LinkKeys("places", faceted=False, phrase=_("naming %(value)s itself"),
                            label=_("The very place"))  # fmt: skip
    status = ChoiceKeys("status", m.Deployment.Status.choices, label=_("State"))
    vendor = RoleKeys(m.Role.SUPPLY, phrase=_("by %(value)s"), label=_("Vendor"))
    operator = RoleKeys(("operator",), phrase=_("run by %(value)s"), label=_("Operator"))
    role = RoleKindKeys(label=_("Role"))
    function = TermKeys("functions", "function", label=_("Function"))
    product = LinkKeys("products", ("product",), phrase=_("with %(value)s"), label=_("Product"))
    funder = LinkKeys("entry__fundings__payer", BODIES, phrase=_("paid by %(value)s"),
                      label=_("Funder"))  # fmt: skip
    scope = TermKeys("scope", "deployment_scope", label=_("Scope"))

    held = MOMENTS | PARTS | TO_DO


class PlaceFilter(RecordFilter):
    """Places."""

    kind = ChoiceKeys("kind", m.Place.Kind.choices, label=_("Kind"))
    place = PlaceKeys("entry", label=_("Territory"))
    technology = TermKeys(
        "entry__deployments_here__technologies", "technology",
        told_by=Through("place_itself", "technology"), label=_("Technology"),
    )  # fmt: skip

    place.faceted = False
    default_sort = "deployments"

    def numbers(self, start=0, stop=None):
        """Places with deployments first, then by name."""
        if self.sort != self.default_sort:
            return super().numbers(start, stop)
        return fullest_places(self.index, self.found() if self._each else None, start, stop)


class VendorFilter(FactFilter):
    """Vendors."""

    kind = TermKeys("kind", "vendor_kind", label=_("Kind"))
    country = ChoiceKeys("country", (), label=_("Country"))
    role = RoleKindKeys("entry__roles_played__role", told_by=Parts(), label=_("Role"))
    technology = TermKeys(
        f"{PLAYED}__technologies", "technology",
        told_by=Through("player", "technology"), label=_("Technology"),
    )  # fmt: skip
    function = TermKeys(
        f"{PLAYED}__functions", "function",
        told_by=Through("player", "function"), label=_("Function"),
    )  # fmt: skip
    place = PlaceKeys(f"{PLAYED}__places", told_by=Through("player", "place"), label=_("Territory"))


class OrganisationFilter(FactFilter):
    """Organisations."""

    kind = TermKeys("kind", "organisation_kind", label=_("Kind"))
    country = ChoiceKeys("country", (), label=_("Country"))
    role = RoleKindKeys("entry__roles_played__role", told_by=Parts(), label=_("Role"))
    place = PlaceKeys("seat", label=_("Territory"))


class ProductFilter(FactFilter):
    """Products."""

    technology = TermKeys("technologies", "technology", label=_("Technology"))
    vendor = LinkKeys("vendor", ("vendor",), phrase=_("by %(value)s"), label=_("Vendor"))
    function = TermKeys("functions__function", "function", label=_("Function"))


class CameraFilter(FactFilter):
    """Cameras."""

    place = PlaceKeys("place", label=_("Territory"))
    place_itself = LinkKeys("place", faceted=False, phrase=_("naming %(value)s itself"),
                            label=_("The very place"))  # fmt: skip
    kind = TermKeys("kind", "camera_kind", label=_("Kind"))


class FundingFilter(FactFilter):
    """Money."""

    kind = NatureKeys("kind", "funding_kind", label=_("Kind"))
    stage = ChoiceOrUnknown("stage", m.Funding.Stage.choices, label=_("Stage"))
    tax_basis = ChoiceOrUnknown("tax_basis", m.Funding.TaxBasis.choices, label=_("Tax"))
    funder = LinkOrUnknown("payer", phrase=_("paid by %(value)s"), label=_("Who pays"))
    vendor = LinkOrUnknown("payee", phrase=_("paid to %(value)s"), label=_("Who receives"))
    place = PlaceKeys("places", f"{THROUGH_DEPLOYMENTS}__places", label=_("Territory"))
    programme = ChoiceOrUnknown("programme", (), label=_("Programme"))
    currency = ChoiceOrUnknown("currency", (), label=_("Currency"))
    told = ToldYearKeys(label=_("Date shown"))

    held = TO_DO | AMOUNTS | MOMENTS


class LegalFilter(FactFilter):
    """Contests."""

    kind = TermKeys("kind", "legal_kind", label=_("Kind"))
    forum = LinkKeys("forum", ("organisation",), phrase=_("before %(value)s"),
                     label=_("Court or authority"))  # fmt: skip
    stage = TermKeys("stage", "legal_stage", label=_("Stage"))
    outcome = TermKeys("outcome", "legal_outcome", label=_("Outcome"))
    technology = TermKeys(
        f"{THROUGH_DEPLOYMENTS}__technologies", "technology", label=_("Technology")
    )
    vendor = RoleKeys(
        m.Role.SUPPLY,
        phrase=_("about a system by %(value)s"),
        through=THROUGH_DEPLOYMENTS,
        label=_("Vendor"),
    )
    party = LinkKeys(
        "parties__entry", BODIES, phrase=_("with %(value)s among the parties"), label=_("Party")
    )
    place = PlaceKeys(f"{THROUGH_DEPLOYMENTS}__places", label=_("Territory"))

    held = TO_DO | MOMENTS


class LawFilter(FactFilter):
    """Legal texts."""

    kind = TermKeys("kind", "law_kind", label=_("Kind"))
    status = TermKeys("status", "law_status", label=_("State"))
    place = PlaceKeys("jurisdiction", label=_("Jurisdiction"))

    held = TO_DO | MOMENTS


class StatisticFilter(FactFilter):
    """Figures."""

    place = PlaceKeys("places", label=_("Territory"))
    unit = ChoiceKeys("unit", (), label=_("Unit"))


class EventFilter(FactFilter):
    """Events."""

    kind = TermKeys("kind", "event_kind", label=_("Kind"))
    place = PlaceKeys("places", f"{THROUGH_DEPLOYMENTS}__places", label=_("Territory"))
    actor = LinkKeys("actors", BODIES, phrase=_("with %(value)s"), label=_("Actor"))

    held = TO_DO | MOMENTS


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
