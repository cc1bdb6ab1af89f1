"""One request and its answer, with the address that was judged and no other."""

import http.client
import socket
import ssl
import zlib
from dataclasses import dataclass

from django.conf import settings

from .deadline import Deadline
from .stopped import Stopped, Why
from .targets import Target

AGENT = "technopolice-archive"
CHUNK = 64 * 1024


@dataclass
class Exchange:
    """What was asked and answered. `raw` is the body as sent, `body` the same unpacked."""

    target: Target
    address: str
    asked: list[tuple[str, str]]
    status: int
    reason: str
    headers: list[tuple[str, str]]
    raw: bytes
    body: bytes

    def header(self, name: str) -> str:
        """Every value of a header, joined; empty when it was not sent."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def content_type(self) -> str:
        """The type alone, such as `text/html`."""
        return self.header("content-type").partition(";")[0].strip().lower()[:100]


def user_agent() -> str:
    """The same fixed words for every site, with where to read about this register."""
    public = [host.lstrip(".") for host in settings.ALLOWED_HOSTS]
    public = [host for host in public if "." in host and host != "127.0.0.1"]
    return f"{AGENT}/1.0 (+https://{public[0]}/about/)" if public else f"{AGENT}/1.0"


def exchange(target: Target, address: str, most: int, deadline: Deadline) -> Exchange:
    """GET the target from `address`, at most `most` bytes, packed and unpacked. Raises Stopped."""
    asked = [
        ("User-Agent", user_agent()),
        ("Accept", "text/html,application/xhtml+xml,text/plain,application/pdf;q=0.9,*/*;q=0.1"),
        ("Accept-Language", "fr,en;q=0.5"),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
    ]
    try:
        connection = _connect(target, address, deadline)
    except OSError as error:  # SSLError is one; a connection cut at the end is no bad certificate
        why = Why.TLS if isinstance(error, ssl.SSLError) else Why.NO_ANSWER
        raise Stopped(Why.TIME if deadline.has_passed else why, str(error)) from None
    try:
        with deadline.cutting(connection):
            return _talk(connection, target, address, asked, most, deadline)
    except ssl.SSLError as error:
        raise Stopped(Why.TIME if deadline.has_passed else Why.TLS, str(error)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Stopped(Why.TIME if deadline.has_passed else Why.BROKEN, str(error)) from None
    finally:
        connection.close()


def _connect(target: Target, address: str, deadline: Deadline) -> socket.socket:
    """A connection to the address itself; the name is used for the certificate alone."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(deadline.left())
        connection.connect((address, target.port))
        if target.scheme == "http":
            return connection
        context = ssl.create_default_context()
        secure = context.wrap_socket(
            connection, server_hostname=target.host, do_handshake_on_connect=False
        )
        connection = secure
        with deadline.cutting(secure):
            secure.do_handshake()
        return secure
    except BaseException:
        connection.close()
        raise


def _talk(connection, target, address, asked, most, deadline) -> Exchange:
    client = http.client.HTTPConnection(target.host, target.port)
    client.auto_open = 0  # never by name
    client.sock = connection
    if target.scheme == "https":
        client.default_port = 443
    client.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    asked = [("Host", target.netloc), *asked]
    for name, value in asked:
        client.putheader(name, value)
    client.endheaders()
    response = client.getresponse()
    try:
        raw, body = _read(response, most, deadline)
    finally:
        response.close()
    return Exchange(target, address, asked, response.status, response.reason,
                    response.getheaders(), raw, body)  # fmt: skip


def _read(response, most: int, deadline: Deadline) -> tuple[bytes, bytes]:
    """The body as sent and unpacked, both counted while they come."""
    declared = response.length
    if declared is not None and declared > most:
        raise Stopped(Why.SIZE)
    unpack = _unpacker(response.getheader("Content-Encoding", ""))
    raw, body = bytearray(), bytearray()
    while chunk := response.read1(CHUNK):
        deadline.left()
        raw += chunk
        body += unpack(chunk, most + 1 - len(body))
        if len(raw) > most or len(body) > most:
            raise Stopped(Why.SIZE)
    deadline.left()
    if declared is not None and len(raw) < declared:
        raise Stopped(Why.BROKEN, f"{len(raw)} bytes of {declared}")
    return bytes(raw), bytes(body)


def _unpacker(encoding: str):
    """A function that unpacks no more than so many bytes of a piece. Raises Stopped."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return lambda piece, most: piece
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Stopped(Why.ENCODING, encoding[:40])
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def unpack(piece: bytes, most: int) -> bytes:
        try:
            return unpacker.decompress(unpacker.unconsumed_tail + piece, most)
        except zlib.error as error:
            raise Stopped(Why.BROKEN, str(error)) from None

    return unpack
