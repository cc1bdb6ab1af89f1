"""Tables to take away: CSV that a spreadsheet opens without running anything in it."""

import csv
import re
from collections.abc import Iterable, Iterator

# What a spreadsheet takes for a formula: at the start of a cell, and after each sign that another
# spreadsheet may take for the end of a cell (threat model, point 22).
FORMULA = re.compile(r"(^|[;,\t|\r\n])(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
RISKY = re.compile(r"[;,\t|\r\n][=+\-@\uff1d\uff0b\uff0d\uff20]")
MARK = "\ufeff"  # without it, spreadsheets read the accents of UTF-8 wrongly


class _Echo:
    """Hands back what a csv writer writes."""

    def write(self, text: str) -> str:
        """The text."""
        return text


def defused(value):
    """A text in which nothing begins a formula any more; any other value as it is."""
    return FORMULA.sub(r"\1'", value) if isinstance(value, str) else value


def csv_head(names: Iterable[str]) -> str:
    """The first line of a CSV file."""
    return MARK + csv.writer(_Echo(), quoting=csv.QUOTE_ALL).writerow(names)


def csv_cells(columns: Iterable[list]) -> list[str]:
    """The lines of a CSV file, those that `csv_lines` gives, from columns instead of rows.

    Each without its end, so that cells may be put before it.
    """
    rows = zip(*map(_quotable, columns), strict=True)
    return ['"' + '","'.join(row) + '"' for row in rows]


def _quotable(values: list) -> list[str]:
    """The values of a column as texts, defused, to be put between quotes.

    One look at all of its different values says what there is to do: nothing, in most columns.
    """
    different = set(values)
    text = "\n" + "\n".join(map(str, different))
    if RISKY.search(text):
        values = list(map(defused, values))
    if set(map(type, different)) != {str}:
        values = ["" if value is None else str(value) for value in values]
    return [value.replace('"', '""') for value in values] if '"' in text else values


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """The lines of a CSV file, one after the other: every cell quoted, texts defused."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield csv_head(columns)
    for row in rows:
        cells = list(row)
        # Nearly no row holds anything to defuse: one look at all of its cells says so.
        if RISKY.search("\n" + "\n".join(map(str, cells))):
            cells = [defused(value) for value in cells]
        yield writer.writerow(cells)
