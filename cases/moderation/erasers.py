"""What else keeps something of an erased value: one function each, in the erasing transaction.

Each takes (entry, path, file names): the record, the path that was erased (`title`,
`rows/<key>`, `rows/<key>/<field>`), and the names of stored files that the erased value named.
A part of the program that keeps copies (page texts, caches, captures) adds its function here.
"""

from cases.evidence import thumbnails
from cases.models import Entry


def erase_small_copies(entry: Entry, path: str, file_names: list[str]) -> None:
    """The small pictures of the files, which are made again for a file that stays."""
    for name in file_names:
        thumbnails.erase(name)


# Captures of a source are to be added here, by the name `erase_captures`.
ERASERS = [erase_small_copies]
