"""The grid of squares laid over a picture, and its nine parts, where the squares are finer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

COLUMNS = 12  # on the narrowest phone a square is then still as wide as a finger wants (24 px)
MOST_ROWS = 36
PARTS = 3  # the picture is cut into PARTS × PARTS to look closer
SQUARE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")


@dataclass(frozen=True)
class Grid:
    """The squares over a picture of so many pixels, or over one of its parts."""

    width: int
    height: int
    part: tuple[int, int] | None = None

    @classmethod
    def of(cls, width: int, height: int, part: str = "") -> "Grid":
        """The grid of the part that a form names (`column-row`), else of the whole picture."""
        match = SQUARE.fullmatch(part)
        named = (int(match[1]), int(match[2])) if match else None
        known = named is not None and max(named) < PARTS
        return cls(width, height, named if known else None)

    @property
    def rows(self) -> int:
        """As many rows as make the squares square."""
        return max(1, min(MOST_ROWS, round(COLUMNS * self.height / max(1, self.width))))

    @property
    def whole(self) -> tuple[int, int]:
        """Columns and rows of the grid over the whole picture, as `black_out` wants them."""
        finer = PARTS if self.part else 1
        return COLUMNS * finer, self.rows * finer

    @property
    def box(self) -> tuple[int, ...]:
        """Left, top, right and bottom of the part, in pixels; empty for the whole."""
        if self.part is None:
            return ()
        column, row = self.part
        return (
            column * self.width // PARTS, row * self.height // PARTS,
            -(-(column + 1) * self.width // PARTS), -(-(row + 1) * self.height // PARTS),
        )  # fmt: skip

    def squares(self, ticked: Iterable[str]) -> list[tuple[int, int]]:
        """(column, row) in the whole of each ticked `column-row`; others are left out."""
        found = [SQUARE.fullmatch(value) for value in ticked]
        here = {(int(match[1]), int(match[2])) for match in found if match}
        column, row = self.part or (0, 0)
        return sorted(
            (c + column * COLUMNS, r + row * self.rows)
            for c, r in here
            if c < COLUMNS and r < self.rows
        )

    def cells(self) -> list[dict]:
        """Every square, row by row: its value, and its place counted from 1."""
        return [
            {"value": f"{column}-{row}", "column": column + 1, "row": row + 1}
            for row in range(self.rows)
            for column in range(COLUMNS)
        ]
