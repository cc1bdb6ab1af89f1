"""One record whose state changed, as the parts of `cases.derived` are told."""

from typing import NamedTuple

from cases.models import Entry


class Step(NamedTuple):
    """The state of an entry went from `before` to `after`; {} where there is no record."""

    entry: Entry
    before: dict
    after: dict
