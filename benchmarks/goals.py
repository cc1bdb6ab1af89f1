"""The goals, and what the figures of a run say about each."""

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("goals.yaml")


@dataclass(frozen=True)
class Goal:
    """One ratio and its limit; the keys of `goals.yaml`, explained there."""

    say: str
    of: str
    against: str = ""
    since: int = 0
    only: str = ""
    at_most: float | None = None
    at_least: float | None = None
    smaller: int = 0  # `from` in the file, which is a word of Python

    @property
    def limit(self) -> str:
        """The limit in signs."""
        return f"≤ {self.at_most:g}" if self.at_most is not None else f"≥ {self.at_least:g}"

    def holds(self, ratio: float) -> bool:
        """True when the ratio is within the limit."""
        return ratio <= self.at_most if self.at_most is not None else ratio >= self.at_least


@dataclass(frozen=True)
class Verdict:
    """A goal on one register: the ratio, and whether it holds; None where it is only told."""

    goal: Goal
    engine: str
    size: int
    ratio: float
    holds: bool | None


def goals() -> list[Goal]:
    """All goals, in the order of the file."""
    lines = yaml.safe_load(FILE.read_text("utf-8"))
    return [Goal(smaller=line.pop("from", 0), **line) for line in lines]


def judged(results: dict) -> list[Verdict]:
    """Every goal on every register measured, where both of its figures are there."""
    found = []
    for goal in goals():
        for engine, sizes in results.items():
            for size, figures in sizes.items():
                if goal.only in ("", engine) and (ratio := _ratio(goal, figures, sizes, size)):
                    holds = goal.holds(ratio) if size >= goal.since else None
                    found.append(Verdict(goal, engine, size, ratio, holds))
    return found


def _ratio(goal: Goal, figures: dict, sizes: dict, size: int) -> float | None:
    above = _figure(figures, goal.of)
    if goal.smaller:
        below = _figure(sizes.get(goal.smaller, {}), goal.of) if size > goal.smaller else None
    else:
        below = _figure(figures, goal.against) if goal.against else 1
    return above / below if above and below else None


def _figure(figures: dict, path: str) -> float | None:
    page, _slash, name = path.partition("/")
    return figures.get(page, {}).get(name)
