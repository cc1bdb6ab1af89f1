"""What `make soak` tries: how many inputs or faults, what was lost, and where to go on.

    def test_it(soak_count):
        tried = soak_count("nothing received is lost", "20: power cut", full=200, few=3)
        for number in tried:  # 0, 1, 2, 3 in `make test`; what is left of 200 in `make soak`
            ...               # an exception stops the test, and is noted as one loss
            tried.lose(f"contribution {number}")  # also a loss, and the test goes on

        with tried.at_once() as numbers:  # all that is left as one step, such as 200 threads
            ...

        tried.cannot("no right to mount")  # skips, and the table says why

A test that lost anything fails at its end, in the run that goes on with it too, until
`make soak SOAK_AGAIN=1` forgets. One `soak_count` a test. The number is a good seed.
Notes are in DATA_DIR/soak/<database>/<test>.json, the table in DATA_DIR/soak.md and soak.json.
"""

import json
import os
import re
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.environment import SOAK

NOTES = Path(os.environ["SOAK_DIR"]) if SOAK and os.environ.get("SOAK_DIR") else None
COLUMNS = ("promise", "threat", "test", "tried", "lost", "database")
HEADINGS = ("promise", "threat", "test", "inputs or faults tried", "lost", "database")
COUNTED = pytest.StashKey()
NOTE_EVERY = 1  # second: fuzzing tries thousands in that time


class Tried:
    """The inputs of one test: iterating gives those that are left, and notes each one done."""

    def __init__(self, kept: Path | None, planned: int, **said):
        self.kept, self.planned, self.step = kept, planned, None
        self.noted = said | {"planned": planned, "tried": 0, "lost": [], "not_run": ""}
        self.written, self.told = 0.0, False
        if kept and kept.exists():
            before = json.loads(kept.read_text())
            self.noted |= {name: before[name] for name in ("tried", "lost")}

    def __iter__(self):
        for number in self.left:
            self.step = 1
            yield number
            self._done()
        self._note()

    @property
    def left(self) -> range:
        """The numbers of what is still to be tried."""
        return range(self.noted["tried"], self.planned)

    @contextmanager
    def at_once(self):
        """All that is left as one step, which is done again if it is interrupted."""
        self.step = len(self.left)
        yield self.left
        self._done()
        self._note()

    def lose(self, what) -> None:
        """Note one loss; the test goes on, and fails at its end."""
        self.noted["lost"].append(str(what)[:500])
        self._note()

    def cannot(self, reason: str) -> None:
        """Skip the test, and say in the table why it cannot run here."""
        self.noted["not_run"] = reason
        self._note()
        pytest.skip(reason)

    def stopped_by(self, error: BaseException) -> None:
        """A failure is a loss; the next run goes on after the step that failed."""
        self.told = True
        if self.step:
            self._done()
        self.lose(f"{type(error).__name__}: {error}")

    def _done(self) -> None:
        self.noted["tried"] += self.step
        self.step = None
        if time.monotonic() - self.written > NOTE_EVERY:
            self._note()

    def _note(self) -> None:
        self.written = time.monotonic()
        if self.kept:
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            new = self.kept.with_suffix(".new")
            new.write_text(json.dumps(self.noted, ensure_ascii=False, indent=1))
            new.replace(self.kept)


@pytest.fixture
def soak_count(request):
    """`soak_count(promise, threat, full=200, few=3)`: the inputs to try, see the module."""

    def count(promise: str, threat: str, full: int, few: int) -> Tried:
        from django.db import connection

        name = re.sub(r"[^\w.-]+", "-", f"{request.path.stem}.{request.node.name}").strip("-")
        kept = NOTES / connection.vendor / f"{name}.json" if NOTES else None
        said = {"promise": promise, "threat": threat, "test": name, "database": connection.vendor}
        tried = request.node.stash[COUNTED] = Tried(kept, full if SOAK else few, **said)
        return tried

    yield count
    tried = request.node.stash.get(COUNTED, None)
    if tried and tried.noted["lost"] and not tried.told:
        pytest.fail("Lost: " + "; ".join(tried.noted["lost"]), pytrace=False)


def pytest_exception_interact(node, call):
    """A test that failed lost something; one that was interrupted did not."""
    stash = getattr(node, "stash", {})
    if call.when == "call" and (tried := stash.get(COUNTED, None)):
        tried.stopped_by(call.excinfo.value)


def pytest_terminal_summary(terminalreporter):
    """Print the table of everything noted so far, on both databases, and write it beside."""
    if not NOTES or os.environ.get("PYTEST_XDIST_WORKER"):
        return
    rows = [json.loads(path.read_text()) for path in sorted(NOTES.glob("*/*.json"))]
    table = as_table(rows)
    terminalreporter.write(f"\n{table}\n")
    (NOTES.parent / "soak.md").write_text(table)
    (NOTES.parent / "soak.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1))


def as_table(rows: list[dict]) -> str:
    """The rows in Markdown; a test that did not run says why."""
    lines = [HEADINGS, ["---"] * len(HEADINGS)]
    order = "promise", "test", "database"
    for row in sorted(rows, key=lambda row: [row[name] for name in order]):
        tried = f"{row['tried']} of {row['planned']}"
        shown = row | {"lost": len(row["lost"]), "tried": row["not_run"] or tried}
        lines.append([str(shown[name]).replace("|", "/") for name in COLUMNS])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
