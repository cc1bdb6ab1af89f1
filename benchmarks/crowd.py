"""Many readers who ask for the same page at the same moment.

One thread holds all their connections: threads that read would wait for one another, not for the
server, and fifty of them took longer than what is measured.
"""

import selectors
import socket
import time
from urllib.parse import urlsplit

BLOCK = 1 << 16
ASKED = "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
PATIENCE = 120  # seconds without a word from the server


class Refused(RuntimeError):
    """A reader got no page."""


def seconds_of(address: str, readers: int) -> list[float]:
    """Seconds from when each reader connects, all at once, to the end of the answer."""
    parts = urlsplit(address)
    asked = ASKED.format(path=parts.path or "/", host=parts.netloc).encode()
    place = (parts.hostname, parts.port)
    with selectors.DefaultSelector() as waiting:
        begun = {}
        for _reader in range(readers):
            at = time.monotonic()
            reader = socket.create_connection(place, PATIENCE)
            reader.sendall(asked)
            begun[reader] = at
            waiting.register(reader, selectors.EVENT_READ, [])
        return [time.monotonic() - begun[reader] for reader in _answered(waiting)]


def _answered(waiting: selectors.BaseSelector):
    """Each connection at the moment when its answer is whole."""
    while waiting.get_map():
        events = waiting.select(PATIENCE)
        if not events:
            raise Refused("The server says nothing.")
        for key, _mask in events:
            block = key.fileobj.recv(BLOCK)
            key.data.append(block)
            if not block:
                _look_at(b"".join(key.data))
                waiting.unregister(key.fileobj)
                key.fileobj.close()
                yield key.fileobj


def _look_at(answer: bytes) -> None:
    status = answer.partition(b"\r\n")[0]
    if b" 200 " not in status:
        raise Refused(f"A reader was answered {status.decode(errors='replace') or 'nothing'}.")
