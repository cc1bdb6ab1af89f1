"""One form for each kind of record."""

from .actors import OrganisationForm, ProductForm, VendorForm
from .deployments import CameraForm, DeploymentForm
from .documents import EventForm, PageForm, SourceForm
from .legal import LawForm, LegalForm
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
