"""The child process that meets hostile bytes: `python -m cases.evidence.child`, for `sandbox`.

Reads one line of JSON (what to do) and the file from standard input, writes one line of JSON
and the cleaned file to standard output. It has no setting, no database and no language.
"""

import json
import resource
import sys

MEMORY = 1 << 30  # bytes of address space
CPU_SECONDS = 20
FILES = 64


def confine() -> None:
    """Give up memory, time, and the right to write a file or to start another program."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),  # pipes are not files: nothing of the original on the disk
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_NPROC, 0),
        # One byte, not zero: zero still feeds the core to a handler such as systemd's.
        (resource.RLIMIT_CORE, 1),
    ):
        resource.setrlimit(limit, (value, value))


def answer(order: dict, data: bytes) -> tuple[dict, bytes]:
    """Do what the order says; the head of the answer, and the bytes asked for."""
    # Imported late, under the limits, and only what this kind of file needs.
    from .limits import Refused

    try:
        if order["do"] in ("page_text", "read"):
            return {}, _text(order, data)
        cleaned = _file(order, data)
    except Refused as refused:
        return {"refused": refused.code}, b""
    except (MemoryError, RecursionError):
        return {"refused": "too_much"}, b""
    head = {name: value for name, value in vars(cleaned).items() if name != "data"}
    return head, cleaned.data


def _text(order: dict, data: bytes) -> bytes:
    """What is read in a file: the text of a web page, or the words of pages of a PDF."""
    if order["do"] == "page_text":
        from .page_text import text_of

        return text_of(data, order["type"], order["charset"]).encode()
    from .page_reading import read_pages

    return json.dumps(read_pages(data, order["first"], order["last"])).encode()


def _file(order: dict, data: bytes):
    """What is made of a file: cleaned, masked, small, or a page of it as a picture."""
    if order["do"] == "black_out":
        from .images import black_out

        return black_out(data, order["squares"], order["columns"], order["rows"])
    if order["do"] == "preview":
        from .previews import preview

        return preview(data, order["longest"], order["box"], order["blurred"])
    if order["do"] == "render":
        from .page_reading import render_page

        return render_page(data, order["page"], order["width"])
    from .types import Type, type_of

    if order["do"] == "redact":
        from .redaction import redact

        return redact(data, {int(page): boxes for page, boxes in order["boxes"]})
    if type_of(data) is Type.PDF:
        from .documents import clean_document

        return clean_document(data)
    from .images import clean_image

    return clean_image(data)


def main() -> None:
    """One order, one answer. Anything unforeseen ends the process, which the parent refuses."""
    confine()
    order = json.loads(sys.stdin.buffer.readline())
    head, cleaned = answer(order, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + cleaned)


if __name__ == "__main__":
    main()
