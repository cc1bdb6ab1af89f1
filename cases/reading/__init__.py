"""Records read for a page with all that it shows of them, in a few questions whatever their kinds.

What comes out is the records themselves, their links and rows already in place, so that what
reads them need not know: `with_everything` of the dossiers says the same, one relation at a time.
"""

from .furnishing import furnish, read_records
from .whole import Whole, record_at

__all__ = ["Whole", "furnish", "read_records", "record_at"]
