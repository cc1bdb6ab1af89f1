"""How far a long command is: a bar on a terminal, a few percentages elsewhere."""

import sys

from tqdm import tqdm


class Progress:
    """Counts steps of a known total on standard error; use it as a context."""

    STEP = 20  # percent between two figures where there is no terminal

    def __init__(self, label: str, total: int, stream=None):
        self.label, self.total, self.done, self.shown = label, total, 0, 0
        self.stream = stream or sys.stderr
        self.bar = None

    def __enter__(self):
        if self.stream.isatty():
            self.bar = tqdm(total=self.total, desc=self.label, file=self.stream, leave=False)
        return self

    def __exit__(self, *error):
        if self.bar:
            self.bar.close()
        elif self.shown:
            self.stream.write("\n")

    def advance(self, steps: int = 1) -> None:
        """Add steps, and show them when it is time."""
        self.done += steps
        if self.bar:
            self.bar.update(steps)
            return
        percent = 100 * self.done // self.total if self.total else 100
        if percent >= self.shown + self.STEP or percent == 100 > self.shown:
            self.stream.write(f"{'' if self.shown else self.label + ':'} {percent} %")
            self.stream.flush()
            self.shown = percent
