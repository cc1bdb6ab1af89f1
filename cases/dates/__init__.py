"""Partial dates: as precise as they are known, kept as EDTF text (ISO 8601-2), never padded.

The subset is closed, see `grammar`. `parse` reads people, `display` writes for people, `bounds`
serves sorting and filters, `from_corpus` reads the corpus. All of them raise `DateError` only.
The `edtf` library is used in tests, as a second opinion on our grammar: it takes 10 to 50 ms a
date, refuses forms that we need (approximate seasons, minutes) and accepts `2023-02-29`.
"""

from .days import bounds
from .grammar import DateError
from .reading import from_corpus, parse
from .wording import display

__all__ = ["DateError", "bounds", "display", "from_corpus", "parse"]
