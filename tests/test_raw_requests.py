"""Bytes that no browser sends: each is refused or answered, nobody else's answer is touched."""

import shutil
import socket
import tempfile
from pathlib import Path

import pytest

from tests.mortal import mortal
from tests.web import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.soak]
HOST = b"Host: 127.0.0.1\r\n"
FORM = (
    b"POST /receipt/ HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
)
PIECES = b"Transfer-Encoding: chunked\r\n"
GET = b"GET /about/ HTTP/1.1\r\n" + HOST
SECOND = GET + b"\r\n"
MARK = b"zyxwho"

REFUSED = {  # by 4xx, or by hanging up
    "no request": b"\r\n\r\n",
    "not HTTP": b"hello " + MARK + b"\r\n\r\n",
    "zero bytes": b"\x00" * 200 + b"\r\n\r\n",
    "TLS": bytes.fromhex("16030100a5010000a10303") + b"\x00" * 200 + b"\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "version of nothing": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "a line that is too long": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header that is too long": GET + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
    "too many headers": b"GET / HTTP/1.1\r\n" + HOST + b"X: 1\r\n" * 300 + b"\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: " + MARK + b".example\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\n" + HOST + b"X : 1\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\n" + HOST + b"X: 1\r\n 2\r\n\r\n",
    "a name of a header that is none": b"GET / HTTP/1.1\r\n" + HOST + b"X(): 1\r\n\r\n",
    "a zero byte in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X: \x00\r\n\r\n",
    "two lengths": FORM + b"Content-Length: 4\r\nContent-Length: 9\r\n\r\ncode=1234",
    "a length of nothing": FORM + b"Content-Length: x\r\n\r\n",
    "a length below zero": FORM + b"Content-Length: -1\r\n\r\n",
    "a length with a sign": FORM + b"Content-Length: +4\r\n\r\ncode",
    "lengths in a list": FORM + b"Content-Length: 4, 4\r\n\r\ncode",
    "a length and pieces": FORM + b"Content-Length: 4\r\n" + PIECES + b"\r\n0\r\n\r\n",
    "pieces of no size": FORM + PIECES + b"\r\nzz\r\ncode\r\n0\r\n\r\n",
    "pieces, in HTTP/1.0": b"POST /receipt/ HTTP/1.0\r\n" + PIECES + b"\r\n0\r\n\r\n",
    "pieces in another way": FORM + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "pieces, twice": FORM + PIECES + b"Transfer-Encoding: identity\r\n\r\n",
    "a method of nothing": b"ZYX / HTTP/1.1\r\n" + HOST + b"\r\n",
    "CONNECT": b"CONNECT " + MARK + b".example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
}  # fmt: skip
ANSWERED = {  # as if it were not odd
    "HTTP/1.0": b"GET /about/ HTTP/1.0\r\n" + HOST + b"\r\n",
    "an address with its host": b"GET http://127.0.0.1/about/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "two at once": SECOND + SECOND,
    "an upgrade": GET + b"Connection: Upgrade, HTTP2-Settings\r\n"
    b"Upgrade: h2c\r\n\r\n",
    "a body where none is read": GET + b"Content-Length: 4\r\n\r\nabcd",
    "bytes that are no text": GET + b"User-Agent: \xff\xfe\r\n\r\n",
    "a name of a header with a line under it": GET
    + b"X_Forwarded_For: " + MARK + b"\r\n\r\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def server():
    """A server with nothing before it."""
    folder = Path(tempfile.mkdtemp(prefix="technopolice-raw-"))
    folder.chmod(0o755)
    try:
        with mortal(folder, WEB_CONCURRENCY="1") as (_instance, _cluster, server):
            yield server
    finally:
        shutil.rmtree(folder)


def answers(server, sent: bytes) -> list[int]:
    """The status of each answer on one connection; none where the server hung up."""
    got = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as to:
        try:
            to.sendall(sent)
            to.shutdown(socket.SHUT_WR)
            while piece := to.recv(65536):
                got += piece
        except ConnectionError:
            pass
    return [int(line.split()[1]) for line in got.splitlines() if line.startswith(b"HTTP/1.")]


def test_what_is_no_request_is_refused_and_holds_no_other(server, soak_count):
    tried = soak_count("bytes that are no request harm nobody", "2 B: raw sockets",
                       full=len(REFUSED), few=len(REFUSED))  # fmt: skip
    for number in tried:
        name, sent = list(REFUSED.items())[number]
        found = answers(server, sent + SECOND * ("length" in name or "piece" in name))
        # Nor is what followed answered: where such a request ends, nobody can say.
        assert all(400 <= status < 500 or status in (501, 505) for status in found), (name, found)
        assert Browser(server.url).get("/about/").status_code == 200, name


def test_what_is_only_odd_is_answered(server):
    for name, sent in ANSWERED.items():
        assert set(answers(server, sent)) == {200}, name


def test_the_log_says_nothing_of_who_sent_it(server):
    for sent in [*REFUSED.values(), *ANSWERED.values()]:
        answers(server, sent)
    said = server.log.read_bytes()
    assert MARK not in said and b"Traceback" not in said
