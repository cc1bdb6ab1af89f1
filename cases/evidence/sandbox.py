"""The door to cleaning: in a child process with limits, which the parent outlives.

The original exists in memory and in one pipe, never in a file.
"""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

from .cleaned import Cleaned
from .limits import MOST_BYTES, Refused, check_bytes
from .types import Type, type_of

WALL_SECONDS = 40  # twice the processor time: the machine may be busy
MOST_CHILDREN = 2  # of one server process, each of up to 1 GB
WAIT_SECONDS = 20
PAGES_REDACTED_AT_ONCE = 20  # of one child: bounds its time
# Files being cleaned or waiting, of one process: a flood of them leaves it threads for readers.
MOST_IN_LINE = 3
MOST_HEAD = 10_000
ROOT = Path(__file__).resolve().parents[2]
# Where the child is stopped by a limit rather than by a fault of ours.
LIMITS = (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ)

_room = threading.BoundedSemaphore(MOST_CHILDREN)
_line = threading.BoundedSemaphore(MOST_IN_LINE)


def clean(data: bytes) -> Cleaned:
    """The file without anything that speaks of its sender or runs by itself.

    Raises Refused, and nothing else, whatever the bytes are or do.
    """
    type_of(data)  # most wrong files are refused here, before a process is started
    return _ask_in_line({"do": "clean"}, data)


def black_out(data: bytes, squares: Iterable[tuple[int, int]], columns: int, rows: int) -> Cleaned:
    """`images.black_out` in a child process. Raises Refused, or ValueError for a wrong grid."""
    check_bytes(data)
    squares = [(int(column), int(row)) for column, row in squares]
    if columns < 1 or rows < 1 or not all(0 <= c < columns and 0 <= r < rows for c, r in squares):
        raise ValueError("a square is outside the grid")
    order = {"do": "black_out", "squares": squares, "columns": columns, "rows": rows}
    return _ask_in_line(order, data)


def preview(data: bytes, longest: int, box: Iterable[int] = (), blurred=False) -> Cleaned:
    """`previews.preview` in a child process: small, of a part, or blurred. Raises Refused."""
    check_bytes(data)
    order = {"do": "preview", "longest": longest, "box": [int(n) for n in box], "blurred": blurred}
    return _ask(order, data)


def page_text(data: bytes, content_type: str, charset: str) -> str:
    """`page_text.text_of` in a child process. Raises Refused where there is no text to be had."""
    head, _, text = _run_order(
        {"do": "page_text", "type": content_type, "charset": charset}, data
    ).partition(b"\n")
    if head != b"{}":
        raise Refused("failed")
    return text.decode("utf-8", "replace")


def read_pages(data: bytes, first: int, last: int) -> dict:
    """`page_reading.read_pages` in a child process, its answer checked. Raises Refused."""
    check_bytes(data)
    order = {"do": "read", "first": first, "last": last}
    head, _, said = _run_order(order, data).partition(b"\n")
    try:
        if refused := json.loads(head).get("refused"):
            raise Refused(str(refused))
        found = json.loads(said)
        pages = [
            {
                "text": str(page["text"]),
                "words": [[str(w), *map(int, box)] for w, *box in page["words"] if len(box) == 4],
            }
            for page in found["pages"]
        ]
        return {"count": int(found["count"]), "pages": pages}
    except Refused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("failed") from None


def render_page(data: bytes, page: int, width: int) -> Cleaned:
    """`page_reading.render_page` in a child process: one page as a JPEG. Raises Refused."""
    check_bytes(data)
    return _ask_in_line({"do": "render", "page": page, "width": width}, data)


def redact(data: bytes, boxes: dict[int, list[list[int]]]) -> Cleaned:
    """`redaction.redact` in child processes, some pages in each, then cleaned as any file is.

    Raises Refused where it cannot be done, ValueError where no page has a box.
    """
    check_bytes(data)
    if not boxes:
        raise ValueError("nothing is to be black")
    numbers = sorted(boxes)
    for start in range(0, len(numbers), PAGES_REDACTED_AT_ONCE):
        some = numbers[start : start + PAGES_REDACTED_AT_ONCE]
        order = {"do": "redact", "boxes": [[number, boxes[number]] for number in some]}
        data = _ask_in_line(order, data).data
    return clean(data)


def _ask_in_line(order: dict, data: bytes) -> Cleaned:
    """Have an order done that anybody may send; refused at once where several wait already."""
    if not _line.acquire(blocking=False):
        raise Refused("busy")
    try:
        return _ask(order, data)
    finally:
        _line.release()


def _ask(order: dict, data: bytes) -> Cleaned:
    """Have one order done by a child, and read the file that it answers."""
    return _read(_run_order(order, data))


def _run_order(order: dict, data: bytes) -> bytes:
    """Have one order done by a child; what it wrote. Raises Refused."""
    if not _room.acquire(timeout=WAIT_SECONDS):
        raise Refused("busy")
    try:
        status, out = _run(json.dumps(order).encode() + b"\n" + data)
    except OSError:  # no process to be had
        raise Refused("busy") from None
    finally:
        _room.release()
    if status != 0:
        raise Refused("too_much" if status in LIMITS else "failed")
    return out


def _run(given: bytes) -> tuple[int, bytes]:
    """The exit status of a fresh child and what it wrote, no more than a cleaned file can be."""
    child = subprocess.Popen(  # noqa: S603 (our own interpreter and module, no outside word)
        [sys.executable, "-B", "-s", "-m", "cases.evidence.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback may quote the file
        cwd=ROOT,
        env={"LC_ALL": "C.UTF-8"},  # no key, no address of a database
    )
    alarm = threading.Timer(WALL_SECONDS, child.kill)
    alarm.daemon = True
    alarm.start()
    most = MOST_BYTES + MOST_HEAD
    try:
        out = _exchange(child, given, most)
        if len(out) > most:
            child.kill()
        return child.wait(), out
    finally:
        alarm.cancel()
        child.kill()
        child.wait()
        child.stdout.close()


def _exchange(child: subprocess.Popen, given: bytes, most: int) -> bytes:
    """Write all, then read: the child answers only once it has read everything."""
    try:
        with child.stdin:
            child.stdin.write(given)
    except BrokenPipeError:
        pass  # it died first: its status tells
    return child.stdout.read(most + 1)


def _read(out: bytes) -> Cleaned:
    """The answer of a child, believed in nothing: a hostile file may have taken it over."""
    head, _, cleaned = out.partition(b"\n")
    try:
        said = json.loads(head)
        if "refused" in said:
            raise Refused(str(said["refused"]))
        kind = Type(said["type"])
        sizes = {name: int(said[name]) for name in ("width", "height", "pages")}
        removed = [str(words) for words in said["removed"]]
    except Refused:
        raise
    except (ValueError, KeyError, TypeError):
        raise Refused("failed") from None
    if type_of(cleaned) is not kind:
        raise Refused("failed")
    return Cleaned(cleaned, kind, **sizes, removed=removed)
