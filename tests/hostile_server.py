"""A web server on loopback that does to a reader what a hostile or careless one may do."""

import contextlib
import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAGE = b"""<!doctype html><html lang="fr"><head><title>Conseil municipal</title>
<script>var token = "TOKEN";</script><style>p { color: red }</style></head><body>
<nav><a href="/">Accueil</a></nav><h1>D\xc3\xa9lib\xc3\xa9ration 12</h1>
<p>Le conseil vote   40 cam\xc3\xa9ras
pour <b>Nice</b>.</p><form><input name="csrf" value="TOKEN"></form></body></html>"""
TEXT = "Conseil municipal\nDélibération 12\nLe conseil vote 40 caméras pour Nice."


class HostileServer:
    """Say what each path answers: `server.pages["/x"] = (status, headers, body)`, or a function.

    A function is given the request handler and writes what it likes. `asked` holds the path and
    the headers of each request that came.
    """

    def __init__(self):
        self.pages, self.asked, self.closing = {}, [], threading.Event()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.closing.set()
        self.http.shutdown()
        self.http.server_close()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes = PAGE, status=200, kind="text/html", **headers) -> str:
        """Answer this body at this path, and return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": kind, **named}, body)
        return self.url(path)

    def redirect(self, path: str, where: str, status: int = 302) -> str:
        """Lead from this path to an address."""
        return self.page(path, b"", status, Location=where)

    def does(self, path: str, what) -> str:
        """Call a function with the handler at this path."""
        self.pages[path] = what
        return self.url(path)

    def paths(self) -> list[str]:
        """The paths that were asked, apart from what each site is asked first."""
        manners = ("/robots.txt", "/.well-known/tdmrep.json")
        return [path for path, _headers in self.asked if path not in manners]

    def _handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.asked.append((self.path, dict(self.headers)))
                answer = server.pages.get(self.path, (404, {}, b"not found"))
                with contextlib.suppress(OSError):
                    if callable(answer):
                        answer(self)
                    else:
                        self.write(*answer)

            def write(self, status, headers, body):
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        return Handler

    # --- Hostile behaviours, for `does` -------------------------------------------------------

    def drip(self, handler) -> None:
        """One byte at a time, for ever: never long enough silent for a timeout of the socket."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        self._for_ever(handler, b"a", 0.05)

    def drip_headers(self, handler) -> None:
        """A header that never ends."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self._for_ever(handler, b"a", 0.05)

    def endless(self, handler) -> None:
        """A body without end, as fast as it is read."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        self._for_ever(handler, b"a" * 65536, 0)

    def header_flood(self, handler) -> None:
        """More headers than anybody reads."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-More: a\r\n" * 5000 + b"\r\n")

    def silence(self, handler) -> None:
        """Takes the request and says nothing."""
        self.closing.wait(30)

    def short(self, handler) -> None:
        """Announces more than it sends."""
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>cut"
        )

    def nonsense(self, handler) -> None:
        """Something that is no HTTP."""
        handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")

    def _for_ever(self, handler, piece: bytes, pause: float) -> None:
        end = time.monotonic() + 60
        while not self.closing.is_set() and time.monotonic() < end:
            handler.wfile.write(piece)
            if pause:
                time.sleep(pause)


def bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros, as gzip packs them."""
    return gzip.compress(b"\0" * megabytes * 1_000_000)


@pytest.fixture
def server(settings):
    """A hostile server whose port the settings open, without pauses between requests."""
    with HostileServer() as running:
        settings.SOURCE_FETCH_LOOPBACK_PORTS = [running.port]
        settings.SOURCE_FETCH_PAUSE = 0
        yield running
