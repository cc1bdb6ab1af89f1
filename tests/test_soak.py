"""`make soak` goes on where it was stopped, and forgets no loss."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.soak import Tried, as_table

pytestmark = pytest.mark.once
SAID = {"promise": "all is kept", "threat": "20: power cut", "test": "x", "database": "sqlite"}


def test_a_run_that_was_stopped_goes_on_with_what_is_left(tmp_path):
    kept = tmp_path / "sqlite" / "x.json"
    for number in Tried(kept, 5, **SAID):
        if number == 2:
            break  # a killed process notes nothing of the step it was in
    assert json.loads(kept.read_text())["tried"] == 1  # noted at most once a second
    assert list(Tried(kept, 5, **SAID)) == [1, 2, 3, 4]
    assert list(Tried(kept, 5, **SAID)) == []
    with Tried(kept, 9, **SAID).at_once() as numbers:
        assert list(numbers) == [5, 6, 7, 8]
    assert len(Tried(kept, 9, **SAID).left) == 0


def test_a_loss_is_counted_once_and_still_known_to_the_next_run(tmp_path):
    kept = tmp_path / "x.json"
    first = Tried(kept, 3, **SAID)
    for number in first:
        if number == 1:
            first.stopped_by(AssertionError("file 1 | gone"))
            break
    second = Tried(kept, 3, **SAID)
    assert list(second) == [2]
    assert second.noted["lost"] == ["AssertionError: file 1 | gone"]
    table = as_table([second.noted, first.noted | {"not_run": "no right to mount"}])
    assert "| all is kept | 20: power cut | x | 3 of 3 | 1 | sqlite |" in table
    assert "| no right to mount | 1 |" in table


ONE_LOSES_ONE_CANNOT = """
def test_one(soak_count):
    tried = soak_count("kept", "20: power cut", full=2, few=1)
    for number in tried:
        tried.lose(f"contribution {number}")

def test_two(soak_count):
    soak_count("kept", "20: disk full", full=2, few=1).cannot("no right to mount")
"""


def test_a_run_prints_and_writes_its_table_and_fails_for_what_was_lost(tmp_path):
    (tmp_path / "test_made_up.py").write_text(ONE_LOSES_ONE_CANNOT)
    for_soak = {"SOAK": "1", "SOAK_DIR": str(tmp_path / "soak"), "PYTEST_XDIST_WORKER": ""}
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", "pyproject.toml", tmp_path],
        cwd=settings.BASE_DIR, capture_output=True, text=True,
        env=os.environ | for_soak,
    )  # fmt: skip
    assert said.returncode == 1 and "Lost: contribution 0; contribution 1" in said.stdout
    table = (tmp_path / "soak.md").read_text()
    assert table in said.stdout
    assert "test_made_up.test_one | 2 of 2 | 2 |" in table
    assert "test_made_up.test_two | no right to mount | 0 |" in table
    assert len(json.loads((tmp_path / "soak.json").read_text())) == 2
