"""Everything public. A row in one of these tables can be read by anyone."""

from .actors import Organisation, Product, ProductFunction, Vendor
from .deployment import Camera, Deployment, Role
from .documents import Event, Page, Source
from .doubt import Check, Dispute, Ruling, Unknown, Verification
from .entry import Entry, Name
from .history import DataVersion, Revision
from .legal import Law, LegalChallenge, Party, Proceeding
from .log import Decision, Door, Ground
from .money import Funding, Statistic
from .place import Place
from .record import Record
from .rows import Acquisition, Citation, Confidence, DatedValue, Reply, Row
from .source_file import SourceFile
from .vocabulary import Tag, TaggedEntry, Term
from .wikilink import WikiLink

__all__ = [
    "Acquisition", "Camera", "Check", "Citation", "Confidence", "DataVersion", "DatedValue",
    "Decision", "Deployment", "Dispute", "Door", "Entry", "Event", "Funding", "Ground", "Law",
    "LegalChallenge", "Name", "Organisation", "Page", "Party", "Place", "Proceeding", "Product",
    "ProductFunction", "Record", "Reply", "Revision", "Role", "Row", "Ruling", "Source",
    "SourceFile", "Statistic", "Tag", "TaggedEntry", "Term", "Unknown", "Vendor", "Verification",
    "WikiLink",
]  # fmt: skip
