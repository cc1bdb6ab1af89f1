"""One form for each kind of record."""

from .actors import VendorForm, OrganisationForm, ProductForm
from .deployments import DeploymentForm, CameraForm
from .documents import EventForm, SourceForm, PageForm
from .legal import LegalForm, LawForm
from .money import FundingForm, StatisticForm
from .places import PlaceForm
from .vocabulary import TagForm, TermForm

__all__ = [
    "PlaceForm",
    "VendorForm",
    "OrganisationForm",
    "ProductForm",
    "DeploymentForm",
    "CameraForm",
    "FundingForm",
    "StatisticForm",
    "LegalForm",
    "LawForm",
    "EventForm",
    "SourceForm",
    "PageForm",
    "TagForm",
    "TermForm",
]
