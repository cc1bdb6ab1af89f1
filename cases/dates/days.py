"""The first and last day that a partial date allows: for sorting and filters, never for display."""

from datetime import date

from .grammar import read


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """Earliest and latest day that the canonical text allows; None where it is open.

    Seasons are whole months: spring March–May, summer June–August, autumn September–November,
    winter December–February of the next year. Approximation does not widen the bounds: how far
    "around" reaches is not known. Raises DateError.
    """
    partial = read(edtf)
    return (
        partial.first.first_day if partial.first else None,
        partial.last.last_day if partial.last else None,
    )
