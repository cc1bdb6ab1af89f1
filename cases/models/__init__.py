"""Everything public. A row in one of these tables can be read by anyone."""

from .actors import Organisation, Product, ProductFunction, Vendor
from .capture import Capture, LegalBasis, LinkCheck, Why
from .changed import ChangedEntry
from .csv_line import CsvLine
from .deployment import Camera, Deployment, Role
from .document_page import DocumentPage
from .documents import Event, Page, Source
from .doubt import Check, Dispute, Ruling, Unknown, Verification
from .entry import Entry, Name
from .erasure import Erasure
from .gap import Gap
from .history import DataVersion, Revision
from .legal import Law, LegalChallenge, Party, Proceeding
from .log import Decision, Door, Ground
from .money import Funding, Statistic
from .place import LocalPoint, Place
from .record import Record
from .rows import Acquisition, Citation, Confidence, DatedValue, Reply, Row
from .source_file import SourceFile
from .vocabulary import Tag, TaggedEntry, Term
from .wikilink import WikiLink

__all__ = [
    "Acquisition", "Camera", "Capture", "ChangedEntry", "Check", "Citation", "Confidence",
    "CsvLine", "DataVersion", "DatedValue", "Decision", "Deployment", "Dispute", "DocumentPage",
    "Door", "Entry", "Erasure", "Event", "Funding", "Gap", "Ground", "Law", "LegalBasis",
    "LegalChallenge", "LinkCheck", "LocalPoint", "Name", "Organisation", "Page", "Party", "Place",
    "Proceeding", "Product", "ProductFunction", "Record", "Reply", "Revision", "Role", "Row",
    "Ruling", "Source", "SourceFile", "Statistic", "Tag", "TaggedEntry", "Term", "Unknown",
    "Vendor", "Verification", "Why", "WikiLink",
]  # fmt: skip
