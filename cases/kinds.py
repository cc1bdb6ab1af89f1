"""The registry: every kind of record, and what generic code needs to know of it.

Adding a kind is one model, one form, one filter, one entry here and one template;
`checks.py` says what is missing.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from cases import filters as f
from cases import models as m
from cases.forms import records as r
from cases.forms.base import RecordForm


@dataclass(frozen=True)
class Kind:
    """One kind of record."""

    key: str  # singular, in /contribute/<key>/ and in `kind/slug`
    word: str  # in the address of its list
    model: type[m.Record]
    form: type[RecordForm]
    filter: type[f.RecordFilter]
    label: str
    plural: str
    columns: tuple[str, ...]  # shown in lists, beside the title
    essential: tuple[str, ...] = field(default=())  # asked first when contributing
    contribute: bool = True  # offered to everyone, or to moderators only

    @property
    def label_field(self) -> str:
        """The field that names a record: `name` or `title`."""
        return self.model.LABEL

    @property
    def template(self) -> str:
        """The template of a record's page."""
        return f"records/{self.key}.html"


def _registry(*kinds: Kind) -> dict[str, Kind]:
    return {kind.key: kind for kind in kinds}


KINDS = _registry(
    Kind("deployment", "deployments", m.Deployment, r.DeploymentForm, f.DeploymentFilter,
         _("Deployment"), _("Deployments"), ("places", "status", "suppliers", "since", "technologies"),
         ("places", "description")),
    Kind("place", "places", m.Place, r.PlaceForm, f.PlaceFilter,
         _("Place"), _("Places"), ("kind", "parent", "population"), ("name", "kind", "country", "parent")),
    Kind("vendor", "vendors", m.Vendor, r.VendorForm, f.VendorFilter,
         _("Vendor"), _("Vendors"), ("kind", "country"), ("name", "kind", "website")),
    Kind("organisation", "organisations", m.Organisation, r.OrganisationForm, f.OrganisationFilter,
         _("Organisation"), _("Organisations"), ("kind", "country", "seat"), ("name", "kind", "website")),
    Kind("product", "products", m.Product, r.ProductForm, f.ProductFilter,
         _("Product"), _("Products"), ("vendor", "technologies"), ("name", "vendor", "technologies")),
    Kind("camera", "cameras", m.Camera, r.CameraForm, f.CameraFilter,
         _("Camera"), _("Cameras"), ("place", "location", "kind", "observed_on"),
         ("place", "location", "observed_on")),
    Kind("funding", "funding", m.Funding, r.FundingForm, f.FundingFilter,
         _("Funding"), _("Public money"), ("payer", "payee", "kind", "since", "amount"),
         ("amount", "payer", "payee", "deployments")),
    Kind("legal", "legal", m.LegalChallenge, r.LegalForm, f.LegalFilter,
         _("Legal challenge"), _("Justice"), ("forum", "since", "stage", "outcome"),
         ("title", "forum", "description", "deployments")),
    Kind("law", "laws", m.Law, r.LawForm, f.LawFilter,
         _("Legal text"), _("Legal texts"), ("kind", "jurisdiction", "status"),
         ("title", "kind", "jurisdiction")),
    Kind("statistic", "statistics", m.Statistic, r.StatisticForm, f.StatisticFilter,
         _("Figure"), _("Figures"), ("figure", "subject", "since"),
         ("title", "value", "unit", "subject")),
    Kind("event", "events", m.Event, r.EventForm, f.EventFilter,
         _("Event"), _("Events"), ("kind", "since", "places", "actors"), ("title", "kind", "places")),
    Kind("source", "sources", m.Source, r.SourceForm, f.SourceFilter,
         _("Source"), _("Sources"), ("publisher", "kind", "since"), ("title", "url", "publisher")),
    Kind("page", "pages", m.Page, r.PageForm, f.PageFilter,
         _("Page"), _("Pages"), ("edited_on",), ("title", "description")),
    Kind("tag", "tags", m.Tag, r.TagForm, f.TagFilter,
         _("Tag"), _("Tags"), ("category", "parent"), ("name", "category")),
    Kind("term", "terms", m.Term, r.TermForm, f.TermFilter,
         _("Term"), _("Vocabulary"), ("scheme", "parent"), ("scheme", "key", "name"),
         contribute=False),
)  # fmt: skip

BY_WORD = {kind.word: kind for kind in KINDS.values()}
