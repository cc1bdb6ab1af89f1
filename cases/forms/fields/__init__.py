"""Form fields of the register. Each reads what people type and writes the plain snapshot value.

`field.plain(value)` turns a cleaned value, or the value of a record, into what a snapshot
holds; `field.typed(plain)` turns it back into what the input sends.
"""

from .files import StoredFileField
from .links import EntriesField, EntryField
from .paths import PathField
from .terms import TermField, TermsField, Vocabulary
from .texts import LinesField, LongTextField, TagsField, check_visible, check_web_address
from .values import AmountField, NumberField, PartialDateFormField

__all__ = [
    "AmountField", "EntriesField", "EntryField", "LinesField", "LongTextField", "NumberField",
    "PartialDateFormField", "PathField", "StoredFileField", "TagsField", "TermField", "TermsField",
    "Vocabulary",
    "check_visible", "check_web_address",
]  # fmt: skip
