"""Measuring pages: CPU per answer by the kernel's clock, throughput by wrk, medians of rounds.

The rounds are interleaved: each looks at every page once, so that whatever else the machine does
in a minute falls on all of them, and ratios stay true on a busy machine.
"""

import gzip
import http.client
import re
import shutil
import subprocess
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.plan import Plan
from benchmarks.processes import Server
from benchmarks.subjects import Subject

CONNECTIONS = 8
PATIENCE = 900  # seconds for one answer; the obvious list needs many on a large register
SAID = re.compile(r"Requests/sec:\s+([\d.]+)")
FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)")


class Broken(RuntimeError):
    """A page that does not answer 200."""


@dataclass
class Figures:
    """What was seen of one page, one value for each round."""

    cpu_ms: list[float] = field(default_factory=list)
    wall_ms: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)
    size: int = 0  # bytes of the page
    gzipped: int = 0  # bytes of the page in gzip at its usual level
    asked: int = 1  # questions so far

    def medians(self) -> dict:
        """The figures that are reported."""
        found = {"bytes": self.size, "gzipped": self.gzipped}
        for name in ("cpu_ms", "wall_ms", "per_second"):
            if values := getattr(self, name):
                found[name] = round(median(values), 4)
        return found


def measure(plan: Plan, servers: dict[str, Server], asked: list[Subject]) -> dict[str, dict]:
    """The medians of every page whose server runs."""
    asked = [subject for subject in asked if subject.server in servers]
    found = {subject.name: Figures() for subject in asked}
    _same_page_for_nginx(servers)
    for subject in asked:
        body = _first(servers[subject.server], subject)
        found[subject.name].size, found[subject.name].gzipped = (
            len(body),
            len(gzip.compress(body, 6)),
        )
    for number in range(plan.rounds):
        sys.stdout.write(f"  round {number + 1} of {plan.rounds}\n")
        sys.stdout.flush()
        start = number * len(asked) // plan.rounds  # no page always follows the same one
        for subject in asked[start:] + asked[:start]:
            _one_round(plan, servers[subject.server], subject, found[subject.name])
    return {name: figures.medians() for name, figures in found.items()}


def _one_round(plan: Plan, server: Server, subject: Subject, figures: Figures) -> None:
    cpu, begun, number = server.cpu(), time.monotonic(), 0
    connection = _connect(server)
    while number < plan.least or time.monotonic() < begun + plan.seconds:
        figures.asked += 1
        _get(connection, subject.path.format(number=1 + figures.asked % subject.pages))
        number += 1
    connection.close()
    figures.wall_ms.append((time.monotonic() - begun) / number * 1000)
    figures.cpu_ms.append((server.cpu() - cpu) / number * 1000)
    if subject.loaded:
        figures.per_second.append(throughput(server.base + subject.path, plan.seconds))


def throughput(address: str, seconds: float) -> float:
    """Answers per second with eight connections, by wrk."""
    command = [
        "wrk",
        "-t",
        "1",
        "-c",
        str(CONNECTIONS),
        "-d",
        f"{max(1, round(seconds))}s",
        address,
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if failed := FAILED.search(said):
        raise Broken(f"{address}: {failed.group()}")
    return float(SAID.search(said).group(1))


def seconds_of_a_page(server: Server, path: str) -> float:
    """How long one page takes, by the clock."""
    begun = time.monotonic()
    _get(_connect(server), path)
    return time.monotonic() - begun


def has_wrk() -> bool:
    """Whether the program that makes the load is there."""
    return shutil.which("wrk") is not None


def _first(server: Server, subject: Subject) -> bytes:
    """The page itself; then asked for on several connections, to warm each process."""
    path = subject.path.format(number=1)
    body = _get(_connect(server), path)
    if not subject.slow:
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(lambda _: _warm(server, path), range(CONNECTIONS * 2)))
    return body


def _warm(server: Server, path: str) -> None:
    """Ask once; a server whose places for dear pages are all taken may say so (views/guards.py)."""
    with suppress(Broken):
        _get(_connect(server), path)


def _same_page_for_nginx(servers: dict[str, Server]) -> None:
    """nginx serves the bytes of the page whose finished copy it is compared with."""
    if "nginx" in servers and "cached" in servers:
        body = _get(_connect(servers["cached"]), "/deployments/")
        folder = Path(servers["nginx"].process.args[2]).parent
        (folder / "page.html").write_bytes(body)


def _connect(server: Server) -> http.client.HTTPConnection:
    address = urlsplit(server.base)
    return http.client.HTTPConnection(address.hostname, address.port, timeout=PATIENCE)


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    """The body of the page, unpacked, asked for as a browser does."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise Broken(f"{path}: {answer.status}")
    if answer.getheader("Content-Encoding") == "gzip":
        body = zlib.decompress(body, 16 + zlib.MAX_WBITS)
    return body
