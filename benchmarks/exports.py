"""The CSV of a whole list, against the same columns copied out by the database itself."""

import http.client
import shutil
import subprocess
import time
from statistics import median
from urllib.parse import urlsplit

import psycopg

from benchmarks.measuring import PATIENCE, Broken
from benchmarks.processes import Server
from benchmarks.registers import Register

BLOCK = 1 << 16
LONG = 30  # seconds after which no further round begins: one export says nearly all
# What links to a deployment, as a subquery that joins the names.
LINKED = "(SELECT {joined}(e.title, '; ') FROM {table} l JOIN cases_entry e ON e.id = l.{to} " \
    "WHERE l.{of} = d.entry_id)"  # fmt: skip
LINKS = [
    *((f"cases_deployment_{name}", "deployment_id", "entry_id")
      for name in ("places", "technologies", "functions", "products", "laws")),
    ("cases_role", "deployment_id", "entry_id"),
    ("cases_taggedentry", "content_object_id", "tag_id"),
]  # fmt: skip
JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}


def copied(engine: str) -> str:
    """The SELECT of every deployment with the names of what it links to."""
    links = [
        LINKED.format(joined=JOINED[engine], table=table, of=of, to=to) for table, of, to in LINKS
    ]
    return f"SELECT o.slug, d.*, {', '.join(links)} FROM cases_deployment d " \
        "JOIN cases_entry o ON o.id = d.entry_id"  # fmt: skip


def measure(register: Register, server: Server, rounds: int) -> dict[str, dict]:
    """Rows per second and seconds to the first byte, of the page and of the database, by turns.

    And by how much an export makes a process grow beyond what it held before.
    """
    total = register.choices["total"]
    page, grown, copy, bare = [], [], [], []
    copy_of = {"sqlite": _sqlite, "postgresql": _postgres}[register.engine]
    begun = time.monotonic()
    while len(page) < rounds and (not page or time.monotonic() < begun + LONG):
        held = server.watch_memory()
        page.append(_page(server))
        grown.append(server.grown_since(held))
        copy.append(copy_of(register, copied(register.engine)))
        bare.append(copy_of(register, "SELECT * FROM cases_deployment"))
    found = {"csv": {
        "rows_per_second": round(total / median(whole for _first, whole in page)),
        "first_byte": round(median(first for first, _whole in page), 4),
        "memory": max(grown),
    }}  # fmt: skip
    for name, seconds in (("copy", copy), ("copy_of_the_table", bare)):
        if None not in seconds:
            found[name] = {"rows_per_second": round(total / median(seconds))}
    return found


def _page(server: Server) -> tuple[float, float]:
    """Seconds until the first byte of the body, and until the last."""
    address = urlsplit(server.base)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=PATIENCE)
    begun = time.monotonic()
    connection.request("GET", "/deployments.csv")
    answer = connection.getresponse()
    if answer.status != 200:
        raise Broken(f"/deployments.csv: {answer.status}")
    answer.read(1)
    first = time.monotonic() - begun
    while answer.read(BLOCK):
        pass
    return first, time.monotonic() - begun


def _sqlite(register: Register, query: str) -> float | None:
    """Seconds of the sqlite3 program; None without it."""
    if not shutil.which("sqlite3"):
        return None
    begun = time.monotonic()
    command = ["sqlite3", "-readonly", "-csv", register.folder / "db.sqlite3", query]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - begun


def _postgres(register: Register, query: str) -> float:
    """Seconds of COPY."""
    begun = time.monotonic()
    with (
        psycopg.connect(register.url) as connection,
        connection.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as blocks,
    ):
        for _block in blocks:
            pass
    return time.monotonic() - begun
