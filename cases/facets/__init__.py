"""The filters of lists: each knows how to filter, and how to count its own values.

Filters on links go through a subquery of primary keys, so that they combine without
multiplying rows; a value that exists nowhere gives no row, never every row.
"""

from .keys import ChoiceKeys, ContestedKeys, KeysFilter, LinkKeys, RoleKeys
from .trees import PlaceKeys, TermKeys
from .words import TagKeys, WordsFilter, YearKeys

__all__ = [
    "ChoiceKeys", "ContestedKeys", "KeysFilter", "LinkKeys", "PlaceKeys", "RoleKeys", "TagKeys",
    "TermKeys", "WordsFilter", "YearKeys",
]  # fmt: skip
