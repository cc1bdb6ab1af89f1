"""A worker of gunicorn that gives a thread to a request once all of it is there.

Until then a connection costs a place in a list and what it sent so far: thousands of slow senders
leave the threads to the others. The proxy of docs/operating.md does the same; this holds without.
"""

import contextlib
import errno
import re
import time
from collections.abc import Iterator
from functools import partial
from selectors import EVENT_READ
from socket import socket

from gunicorn.util import close_graceful
from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD_SECONDS = 10  # from connecting to the end of the head
BODY_SECONDS, SLOWEST_SENDER = 20, 20_000  # then so long, and a second for so many bytes
READER_SECONDS, SLOWEST_READER = 20, 4_000  # for each piece of an answer
MOST_HEAD = 64 * 1024  # bytes; what is longer goes to the parser, which refuses it
MEGABYTE = 1024 * 1024
# What the program reads (cases/request_limits.py, views/receipt_files.py); it refuses more, unread.
MOST_BODY, MOST_FILE = 40 * MEGABYTE, 80 * MEGABYTE
MOST_HELD = 256 * MEGABYTE  # bytes of unfinished requests in one process
PIECE = 256 * 1024
WITH_FILE = re.compile(rb"POST /(?:[a-z]{2,3}(?:-[a-z]{2,4})?/)?receipt/files/[ ?]")
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.I)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.I)
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
NO_ROOM = (b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\n"
           b"Content-Length: 0\r\nConnection: close\r\n\r\n")  # fmt: skip


class HeldSocket(socket):
    """A connection with what came over it so far, which is read first; it never waits for ever.

    `whole` is the length of the request once its head is known; `is_cut`: its body is not awaited.
    """

    def begin(self) -> None:
        """Keep what belongs to the next request, and nothing of the last one."""
        self.held = self.held[self.read_to :] if hasattr(self, "held") else bytearray()
        self.read_to, self.whole, self.is_cut = 0, 0, False

    def take(self) -> bytes:
        """Hold a piece more of what is there, without waiting; nothing at its end."""
        data = super().recv(PIECE)
        self.held += data
        return data

    @property
    def has_more(self) -> bool:
        """True when a piece of another request came along."""
        return self.read_to < len(self.held)

    def recv(self, size: int, flags: int = 0) -> bytes:
        """The next bytes for the parser."""
        if self.has_more:
            start, self.read_to = self.read_to, min(self.read_to + size, len(self.held))
            return bytes(memoryview(self.held)[start : self.read_to])
        with self._at_most(BODY_SECONDS):
            return super().recv(size, flags)

    def sendall(self, data, flags: int = 0) -> None:
        """Send a piece of an answer; a reader that hardly takes it is gone."""
        with self._at_most(READER_SECONDS + len(data) / SLOWEST_READER):
            try:
                super().sendall(data, flags)
            except TimeoutError:
                raise ConnectionResetError(errno.ECONNRESET, "the reader is too slow") from None

    @contextlib.contextmanager
    def _at_most(self, seconds: float) -> Iterator[None]:
        before = self.gettimeout()
        self.settimeout(seconds if before is None else min(seconds, before))
        try:
            yield
        finally:
            self.settimeout(before)


class Connection(TConn):
    """A connection that is closed without waiting: gunicorn would stop its loop for two seconds."""

    def close(self, graceful: bool = False) -> None:
        """Close it; all that came was read, so nothing of the answer is lost."""
        super().close()


class WholeRequests(ThreadWorker):
    """Reads requests in its loop, and gives a thread to those that are complete."""

    def accept(self, listener) -> None:
        """A new connection waits for its first request."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        held = HeldSocket(fileno=client.detach())
        self._await(Connection(self.cfg, held, address, listener.getsockname()))

    def on_client_socket_readable(self, conn, client) -> None:
        """A connection that was kept open begins another request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    def on_pending_socket_readable(self, conn, client) -> None:
        """A piece of a request came, or its sender went away."""
        try:
            data = client.take()
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._look(conn)
        else:
            self._end(conn)

    def finish_request(self, conn, fs) -> None:
        """Keep the connection open, as gunicorn does, and look at what came along."""
        super().finish_request(conn, fs)
        if conn.sock.has_more and conn in self.keepalived_conns:
            self.on_client_socket_readable(conn, conn.sock)
            self._look(conn)

    def handle(self, conn):
        """The request, in a thread; who still sends a body that is too long may read the answer."""
        is_kept = super().handle(conn)
        if conn.sock.is_cut:
            close_graceful(conn.sock, max_drain=MEGABYTE)
        return is_kept

    def _keepalive_after(self, conn, keepalive):
        """A body that was too long to be waited for is not waited for afterwards either."""
        return keepalive and not conn.sock.is_cut and super()._keepalive_after(conn, keepalive)

    def murder_pending(self) -> None:
        """Close what has waited too long; who began a request is told."""
        now = time.monotonic()
        for conn in [conn for conn in self.pending_conns if conn.timeout <= now]:
            self._end(conn, TOO_LATE if conn.sock.held else b"")

    def _await(self, conn) -> None:
        conn.sock.begin()
        conn.timeout = time.monotonic() + HEAD_SECONDS
        self.pending_conns.append(conn)
        look = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, look)

    def _look(self, conn) -> None:
        """Give a thread to a request that is whole."""
        sock = conn.sock
        if not sock.whole and not self._measure(conn):
            return
        if len(sock.held) >= sock.whole:
            self.poller.unregister(sock)
            self.pending_conns.remove(conn)
            conn.data_ready = True
            self.enqueue_req(conn)

    def _measure(self, conn) -> bool:
        """Read off the head how long the request is; False where it is not there, or refused."""
        held = conn.sock.held
        end = held.find(b"\r\n\r\n")
        if end < 0:
            conn.sock.whole = len(held) if len(held) >= MOST_HEAD else 0
            return bool(conn.sock.whole)
        head = bytes(held[: end + 4])
        said = LENGTH.search(head)
        length = int(said[1]) if said else 0
        most = MOST_FILE if WITH_FILE.match(head) else MOST_BODY
        conn.sock.is_cut = length > most
        length = 0 if conn.sock.is_cut else length
        conn.sock.whole = len(head) + length
        if conn.sock.whole > len(held):
            if length > MOST_HELD - sum(len(other.sock.held) for other in self.pending_conns):
                self._end(conn, NO_ROOM)
                return False
            conn.timeout = time.monotonic() + BODY_SECONDS + length / SLOWEST_SENDER
            if EXPECTS.search(head):
                self._say(conn, GO_ON)
        return True

    def _end(self, conn, saying: bytes = b"") -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)
        self.nr_conns -= 1
        self._say(conn, saying)
        conn.close()

    def _say(self, conn, words: bytes) -> None:
        with contextlib.suppress(OSError):
            conn.sock.send(words)
