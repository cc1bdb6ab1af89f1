"""The child process: what it may not do, and what the parent makes of its end."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from cases.evidence import limits, sandbox
from cases.evidence.cleaned import in_words
from cases.evidence.limits import REASONS, Refused
from tests.hostile_files import huge_png, saved

ROOT = Path(__file__).parent.parent
IN_A_CHILD = """
import resource, sys
from cases.evidence import sandbox
try:
    print(sandbox.clean(sys.stdin.buffer.read()).type)
except sandbox.Refused as refused:
    print(refused.code)
high = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(high.split()[1]) // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def python(code: str, given=b"") -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], input=given, cwd=ROOT, capture_output=True, check=True
    )
    return done.stdout.decode()


def instead_of_the_child(monkeypatch, tmp_path, script: str) -> None:
    """Have a shell script answer in the place of the child."""
    program = tmp_path / "child"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setattr(sandbox.sys, "executable", str(program))


def test_144_megapixels_never_reach_memory():
    code, sizes = python(IN_A_CHILD, huge_png(12_000)).splitlines()
    assert code == "pixels"
    assert max(map(int, sizes.split())) < 150  # MB, of the parent and of the child


@pytest.mark.parametrize("attempt, error", [
    ("open('{path}', 'wb', 0).write(b'original')", b"File too large"),
    ("import os; os.dup2(0, 100)", b"Bad file descriptor"),
    ("bytearray(1 << 30)", b"MemoryError"),
])  # fmt: skip
def test_a_confined_process_cannot(tmp_path, attempt, error):
    code = "from cases.evidence import child; child.confine(); " + attempt.format(
        path=tmp_path / "file"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=ROOT, capture_output=True)
    assert done.returncode != 0
    assert error in done.stderr
    assert b"".join(path.read_bytes() for path in tmp_path.iterdir()) == b""


@pytest.mark.parametrize("script, code", [
    ("exit 1", "failed"),
    ("kill -SEGV $$", "failed"),
    ("kill -XCPU $$", "too_much"),
    ("exec sleep 30", "too_much"),
    ("exec cat /dev/zero", "too_much"),
    ("cat >/dev/null; echo nonsense", "failed"),
    ("cat >/dev/null; echo '{}'", "failed"),
    ("cat >/dev/null; echo '[]'", "failed"),
    ("""cat >/dev/null; echo '{"refused": "another word"}'""", "failed"),
    ("""cat >/dev/null; echo '{"type": "png", "width": 1, "height": 1, "pages": 0, "removed": []}'
        echo '<script>'""", "html"),
    ("""cat >/dev/null; echo '{"type": "png", "width": 1, "height": 1, "pages": 0, "removed": []}'
        printf '%s' '%PDF-1.7'""", "failed"),
])  # fmt: skip
def test_whatever_the_child_does_the_file_is_refused(monkeypatch, tmp_path, script, code):
    instead_of_the_child(monkeypatch, tmp_path, script)
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 2)
    with pytest.raises(Refused) as refused:
        sandbox.clean(saved("JPEG"))
    assert refused.value.code == code


def test_no_child_to_be_had_is_a_refusal(monkeypatch):
    monkeypatch.setattr(sandbox.sys, "executable", "/nowhere/python")
    with pytest.raises(Refused) as refused:
        sandbox.clean(saved("JPEG"))
    assert refused.value.code == "busy"


def test_no_more_children_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(sandbox, "WAIT_SECONDS", 0.1)
    for _ in range(sandbox.MOST_CHILDREN):
        sandbox._room.acquire()
    try:
        with pytest.raises(Refused) as refused:
            sandbox.clean(saved("JPEG"))
    finally:
        for _ in range(sandbox.MOST_CHILDREN):
            sandbox._room.release()
    assert refused.value.code == "busy"
    assert sandbox.clean(saved("JPEG")).type == "jpeg"


def test_a_flood_of_files_is_sent_away_at_once_and_leaves_threads_for_readers():
    for _ in range(sandbox.MOST_IN_LINE):
        sandbox._line.acquire()
    try:
        with pytest.raises(Refused) as refused:
            sandbox.clean(saved("JPEG"))
        assert sandbox.preview(saved("JPEG"), 40).width == 40
    finally:
        for _ in range(sandbox.MOST_IN_LINE):
            sandbox._line.release()
    assert refused.value.code == "busy"


def test_the_child_gets_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "the key of the instance")
    instead_of_the_child(monkeypatch, tmp_path, f"env > {tmp_path}/env")
    with pytest.raises(Refused):
        sandbox.clean(saved("JPEG"))
    assert "the key" not in (tmp_path / "env").read_text()


@pytest.mark.parametrize("code", REASONS)
def test_each_refusal_says_what_to_do_instead(code):
    with translation.override("en"):
        text = str(Refused(code))
    assert text.count(".") >= 2 and "%(" not in text


def test_counts_and_words():
    limits.check_count(limits.MOST_FILES)
    with pytest.raises(Refused), translation.override("en"):
        limits.check_count(limits.MOST_FILES + 1)
    with translation.override("en"):
        assert in_words(["GPS position", "author"]) == ["GPS position", "author"]


def test_a_confined_process_has_its_time_and_no_more():
    code = "from cases.evidence import child\nchild.CPU_SECONDS = 1\nchild.confine()\nwhile 1: pass"
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=ROOT, timeout=60)
    assert done.returncode in sandbox.LIMITS
