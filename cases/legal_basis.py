"""On which ground a copy of a source is kept: read off its kind, class and licence.

CRPA, articles L. 300-2 and L. 321-1: what an administration drew up or received may be reused,
personal data apart. Everything else is a private copy that proves what was said, and stays closed.
"""

import re

from cases.models import Acquisition, LegalBasis, Source

OFFICIAL_KINDS = {"council_minutes", "order", "tender", "contract", "court_ruling",
                  "impact_assessment", "official_document"}  # fmt: skip
PRESS_KINDS = {"article", "interview", "op_ed", "social_post", "video", "website"}
OFFICIAL_CLASSES = {Acquisition.DOCUMENT, Acquisition.ANSWER}
# Without those that forbid a changed copy or commerce: masking changes, and exports are free.
OPEN_LICENCES = re.compile(
    r"licence ouverte|etalab|\blo[ -]?\d|cc[ -]?0|public domain|domaine public|odbl|gfdl"
    r"|cc[ -]by(?:[ -]sa)?(?![ -]?(?:nc|nd))\b",
    re.I,
)


def basis_of(source: Source) -> LegalBasis:
    """The ground for a copy of this source; where several would do, the most cautious."""
    if OPEN_LICENCES.search(source.licence) and not re.search(r"\b(nc|nd)\b", source.licence, re.I):
        return LegalBasis.LICENCE
    kind = source.kind.term.key if source.kind else ""
    if kind in PRESS_KINDS or source.acquisition == Acquisition.PRESS:
        return LegalBasis.PRIVATE
    if kind in OFFICIAL_KINDS or source.acquisition in OFFICIAL_CLASSES:
        return LegalBasis.OFFICIAL
    return LegalBasis.PRIVATE
