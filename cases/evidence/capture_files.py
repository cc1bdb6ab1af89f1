"""The private files of captures: WARC and text, named by their own digest, never served."""

import hashlib
import re
from io import BytesIO
from pathlib import Path

from django.conf import settings
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .fetch import Page
from .fetch.exchange import Exchange
from .storage import check_room, write_whole

NAME = re.compile(r"[0-9a-f]{64}\.(?:warc\.gz|txt)")
# As the body is written without it, as every reader of WARC expects it.
NOT_KEPT = {"transfer-encoding"}


def store(data: bytes, extension: str) -> str:
    """Put a file on the disk for good and return its name. Raises storage.NoSpace."""
    name = hashlib.sha256(data).hexdigest() + extension
    check_room(len(data))
    write_whole(_path(name), data)
    return name


def warc_of(page: Page, day: str) -> bytes:
    """Every request and answer on the way, as WARC; the day stands for the moment."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    date = {"WARC-Date": f"{day}T00:00:00Z"}
    for one in page.exchanges:
        answer = writer.create_warc_record(
            one.target.url, "response", payload=BytesIO(one.raw), http_headers=_answer(one),
            warc_headers_dict={**date, "WARC-IP-Address": one.address},
        )  # fmt: skip
        request = writer.create_warc_record(
            one.target.url, "request", http_headers=_request(one), warc_headers_dict={**date}
        )
        writer.write_request_response_pair(request, answer)
    return out.getvalue()


def _answer(one: Exchange) -> StatusAndHeaders:
    headers = [(name, value) for name, value in one.headers
               if name.isascii() and name.lower() not in NOT_KEPT]  # fmt: skip
    # warcio escapes odd letters in the values of headers, and stops at those of the first line.
    reason = one.reason.encode("ascii", "replace").decode()
    return StatusAndHeaders(f"{one.status} {reason}", headers, protocol="HTTP/1.1")


def _request(one: Exchange) -> StatusAndHeaders:
    return StatusAndHeaders(f"{one.target.path} HTTP/1.1", one.asked, protocol="GET",
                            is_http_request=True)  # fmt: skip


def read(name: str) -> bytes:
    """The bytes of a stored file. Raises FileNotFoundError, also for a name not of ours."""
    return _path(name).read_bytes()


def read_text(name: str) -> str:
    """A readable text; empty when it is not on the disk."""
    try:
        return read(name).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def is_intact(name: str) -> bool:
    """True when the file is there and still what its name says."""
    try:
        return hashlib.sha256(read(name)).hexdigest() == name.partition(".")[0]
    except FileNotFoundError:
        return False


def erase(name: str) -> None:
    """Remove a file for good; one that is not there is no error."""
    if NAME.fullmatch(name):
        _path(name).unlink(missing_ok=True)


def all_names() -> list[str]:
    """The name of every stored file."""
    return sorted(path.name for path in _root().rglob("*") if NAME.fullmatch(path.name))


def erase_drafts() -> None:
    """Remove what a stopped machine left half written."""
    for path in _root().rglob(".*"):
        if path.is_file():
            path.unlink(missing_ok=True)


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "captures"


def place_of(name: str) -> Path:
    """Where a file lies, as `storage.place_of`. Raises FileNotFoundError for another name."""
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return Path("captures", name[:2], name)


def _path(name: str) -> Path:
    return _root().parent / place_of(name)
