"""The filters of lists: each knows which records have which of its values.

The values are held as bitmaps (`index.py`), so that filtering and counting ask the database
nothing; `current.py` keeps them at the data version, `stored.py` on disk. A value that exists
nowhere gives no row, never every row.
"""

from .keys import ChoiceKeys, ContestedKeys, KeysFilter, LinkKeys, RoleKeys, RoleKindKeys
from .trees import PlaceKeys, TagKeys, TermKeys
from .words import WordsFilter, YearKeys

__all__ = [
    "ChoiceKeys", "ContestedKeys", "KeysFilter", "LinkKeys", "PlaceKeys", "RoleKeys",
    "RoleKindKeys", "TagKeys", "TermKeys", "WordsFilter", "YearKeys",
]  # fmt: skip
