"""What follows from records and is stored to be found and shown: made anew whenever one changes.

Each part is a module with the same three functions, and all that calls them is here:

- `store(record)` writes what follows from the record;
- `stale(record)` yields a sentence for each stored thing that does not follow from it;
- `follow(steps)` brings up to date what OTHER records show of these, once the state of each went
  from `before` to `after`; {} is the state of a record that is not there.

`making.py` makes all of it in memory, for the writer of records, which stores many together.

`manage.py rebuild` stores everything again, `manage.py verify` asks what is stale.
"""

from collections.abc import Iterator

from cases.models import Record

from . import changed, csv_lines, gaps, names, texts, verification, words
from .steps import Step

# In this order: a text may name its own record.
PARTS = (names, texts, words, verification, gaps, csv_lines, changed)


def refresh(record: Record) -> None:
    """Make again everything that follows from a record. Only `rebuild` calls this."""
    for part in PARTS:
        part.store(record)


def follow(steps: list[Step]) -> None:
    """Make again what other records show of these, after their states changed."""
    for part in PARTS:
        part.follow(steps)


def stale(record: Record) -> Iterator[str]:
    """A sentence for each stored thing that does not follow from the record."""
    for part in PARTS:
        yield from part.stale(record)
