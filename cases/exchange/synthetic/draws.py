"""Chance that is the same at every run: each part of the register draws from its own seed."""

import uuid
from collections.abc import Sequence
from random import Random

SEED = "technopolice"
FIRST_YEAR, LAST_YEAR = 2012, 2025


class Draws(Random):
    """What made-up records draw, beside numbers."""

    def __init__(self, part: str):
        super().__init__(f"{SEED} {part}")

    def happens(self, share: float) -> bool:
        """True for this share of the draws."""
        return self.random() < share

    def some(self, among: Sequence, least: int, most: int) -> list:
        """From `least` to `most` of them, each once."""
        return self.sample(among, min(len(among), self.randint(least, most)))

    def key(self) -> uuid.UUID:
        """The permanent key of a nested row."""
        return uuid.UUID(int=self.getrandbits(128), version=4)

    def salt(self) -> str:
        """As long as those of real revisions; guessable, for made-up values keep no secret."""
        return f"{self.getrandbits(128):032x}"

    def partial_date(self) -> str:
        """A date as sources give them: a day, a month, a year, a season, about, before."""
        year = self.randint(FIRST_YEAR, LAST_YEAR)
        month, day = self.randint(1, 12), self.randint(1, 28)
        whole = f"{year}-{month:02}-{day:02}"
        forms = (
            whole, f"{year}-{month:02}", f"{year}", f"{year}~", f"{year}-{self.randint(21, 24)}",
            f"[..{whole}]", f"{year}/{year + self.randint(1, 3)}",
        )  # fmt: skip
        return self.choices(forms, (40, 25, 20, 5, 5, 3, 2))[0]
