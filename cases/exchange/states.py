"""What an import asks the door to publish, in the one shape that the door reads."""

from dataclasses import dataclass, field

from cases.forms.rows import Rows
from cases.models import Entry


@dataclass(frozen=True)
class Wanted:
    """One record as an import wants it: `slug` for a new one, `target` for one that exists.

    `base` is what `target` stated when `state` was made from it.
    """

    kind: str
    state: dict
    slug: str = ""
    target: Entry | None = None
    base: dict = field(default_factory=dict)


def row(rows: Rows, key: str, **values) -> dict:
    """A nested row that keeps `key` for ever: the values given, and the default of the others."""
    blank = rows.blank()
    unknown = set(values) - set(blank)
    if unknown:
        raise KeyError(f"{rows.name} have no {', '.join(sorted(unknown))}")
    return blank | values | {"key": key}
