"""Lines of tables made ahead are those that their records give now."""

from collections.abc import Iterator

from cases.exchange import kept_lines


def problems() -> Iterator[str]:
    """Lines that a reader would be given, and that say something else."""
    for slug in kept_lines.differing():
        yield f"{slug}: its line in the table of its list is stale"
