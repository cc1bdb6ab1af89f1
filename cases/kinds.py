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
    Kind(
        key="deployment",
        word="deployments",
        model=m.Deployment,
        form=r.DeploymentForm,
        filter=f.DeploymentFilter,
        label=_("Deployment"),
        plural=_("Deployments"),
        columns=("places", "status", "suppliers", "since", "technologies"),
        essential=("places", "description"),
    ),
    Kind(
        key="place",
        word="places",
        model=m.Place,
        form=r.PlaceForm,
        filter=f.PlaceFilter,
        label=_("Place"),
        plural=_("Places"),
        columns=("kind", "parent", "population"),
        essential=("name", "kind", "country", "parent"),
    ),
    Kind(
        key="vendor",
        word="vendors",
        model=m.Vendor,
        form=r.VendorForm,
        filter=f.VendorFilter,
        label=_("Vendor"),
        plural=_("Vendors"),
        columns=("kind", "country"),
        essential=("name", "kind", "website"),
    ),
    Kind(
        key="organisation",
        word="organisations",
        model=m.Organisation,
        form=r.OrganisationForm,
        filter=f.OrganisationFilter,
        label=_("Organisation"),
        plural=_("Organisations"),
        columns=("kind", "country", "seat"),
        essential=("name", "kind", "website"),
    ),
    Kind(
        key="product",
        word="products",
        model=m.Product,
        form=r.ProductForm,
        filter=f.ProductFilter,
        label=_("Product"),
        plural=_("Products"),
        columns=("vendor", "technologies"),
        essential=("name", "vendor", "technologies"),
    ),
    Kind(
        key="camera",
        word="cameras",
        model=m.Camera,
        form=r.CameraForm,
        filter=f.CameraFilter,
        label=_("Camera"),
        plural=_("Cameras"),
        columns=("place", "location", "kind", "observed_on"),
        essential=("place", "location", "observed_on"),
    ),
    Kind(
        key="funding",
        word="funding",
        model=m.Funding,
        form=r.FundingForm,
        filter=f.FundingFilter,
        label=_("Funding"),
        plural=_("Public money"),
        columns=("payer", "payee", "kind", "since", "amount"),
        essential=("amount", "payer", "payee", "deployments"),
    ),
    Kind(
        key="legal",
        word="legal",
        model=m.LegalChallenge,
        form=r.LegalForm,
        filter=f.LegalFilter,
        label=_("Legal challenge"),
        plural=_("Justice"),
        columns=("forum", "since", "stage", "outcome"),
        essential=("title", "forum", "description", "deployments"),
    ),
    Kind(
        key="law",
        word="laws",
        model=m.Law,
        form=r.LawForm,
        filter=f.LawFilter,
        label=_("Legal text"),
        plural=_("Legal texts"),
        columns=("kind", "jurisdiction", "status"),
        essential=("title", "kind", "jurisdiction"),
    ),
    Kind(
        key="statistic",
        word="statistics",
        model=m.Statistic,
        form=r.StatisticForm,
        filter=f.StatisticFilter,
        label=_("Figure"),
        plural=_("Figures"),
        columns=("figure", "subject", "since"),
        essential=("title", "value", "unit", "subject"),
    ),
    Kind(
        key="event",
        word="events",
        model=m.Event,
        form=r.EventForm,
        filter=f.EventFilter,
        label=_("Event"),
        plural=_("Events"),
        columns=("kind", "since", "places", "actors"),
        essential=("title", "kind", "places"),
    ),
    Kind(
        key="source",
        word="sources",
        model=m.Source,
        form=r.SourceForm,
        filter=f.SourceFilter,
        label=_("Source"),
        plural=_("Sources"),
        columns=("publisher", "kind", "since"),
        essential=("url", "title", "publisher"),
    ),
    Kind(
        key="page",
        word="pages",
        model=m.Page,
        form=r.PageForm,
        filter=f.PageFilter,
        label=_("Page"),
        plural=_("Guides"),
        columns=("edited_on",),
        essential=("title", "description", "title_en", "description_en"),
    ),
    Kind(
        key="tag",
        word="tags",
        model=m.Tag,
        form=r.TagForm,
        filter=f.TagFilter,
        label=_("Tag"),
        plural=_("Tags"),
        columns=("category", "parent"),
        essential=("name", "category"),
    ),
    Kind(
        key="term",
        word="terms",
        model=m.Term,
        form=r.TermForm,
        filter=f.TermFilter,
        label=_("Term"),
        plural=_("Vocabulary"),
        columns=("scheme", "parent"),
        essential=("scheme", "key", "name"),
        contribute=False,
    ),
)

BY_WORD = {kind.word: kind for kind in KINDS.values()}
