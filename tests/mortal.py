"""Servers that a test may kill at any moment and start again: gunicorn, and a PostgreSQL.

The PostgreSQL is one of its own, and durable as a real one is: nothing is turned off.
"""

import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests import with_postgres
from tests.instances import Instance
from tests.web import Browser, Unanswered

PATIENCE = 60  # seconds, for a server to come up on a busy machine


def children(pid: int) -> list[int]:
    """The processes that this one started and that live."""
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def lives(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def kill(*pids: int) -> None:
    """End processes as a power cut does: they can do nothing about it."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def kill_family(pid: int) -> None:
    """End a process and those it started, all at once: it is held still, or it would start more."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    kill(*children(pid), pid)


class Server:
    """gunicorn, as docs/operating.md starts it, on an instance."""

    def __init__(self, instance: Instance, log: Path, **more):
        self.instance, self.log, self.more = instance, log, more
        self.port = with_postgres.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.running = None

    def start(self, ready: bool = True) -> None:
        """Come up, and answer; `ready` also waits for /readyz to be content."""
        self._begin()
        self.wait(ready)

    def _begin(self) -> None:
        with self.log.open("a") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "technopolice/gunicorn.py"],
                cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=self.instance.environment(PORT=str(self.port), **self.more),
                start_new_session=True,
            )  # fmt: skip

    def wait(self, ready: bool = True) -> None:
        """Until it answers; where it gave up, it is started again, as a supervisor does."""
        asked, deadline = Browser(self.url), time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.running.poll() is not None:
                self._begin()
            with suppress(Unanswered):
                answer = asked.get("/readyz" if ready else "/healthz")
                if answer.status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(f"The server does not answer:\n{self.log.read_text()[-3000:]}")

    def master(self) -> None:
        """Kill the first process; the others notice within a second or two and end, and a new
        server has taken the port meanwhile: both answer for a moment."""
        orphans = children(self.running.pid)
        kill(self.running.pid)
        self.running.wait()
        self.start()
        deadline = time.monotonic() + PATIENCE
        while any(map(lives, orphans)):
            assert time.monotonic() < deadline, "a process goes on without the first one"
            time.sleep(0.05)

    def worker(self) -> None:
        """Kill one of those that answer; the first process starts another."""
        kill(*children(self.running.pid)[:1])
        self.wait()

    def all(self) -> None:
        """Kill every process at once, and start anew."""
        self.dies()
        self.start()

    def dies(self) -> None:
        """Kill every process at once, and leave it so."""
        kill_family(self.running.pid)
        self.running.wait()

    def stop(self) -> None:
        """End, politely, then at once."""
        if self.running and self.running.poll() is None:
            with_postgres.stop(self.running)


class Cluster:
    """A PostgreSQL in a folder, durable."""

    def __init__(self, folder: Path):
        self.programs, self.user = with_postgres.server_programs(), with_postgres.server_user()
        self.folder, self.port = folder, with_postgres.free_port()
        self.password, self.running = secrets.token_hex(16), None
        self.url = f"postgres://{with_postgres.NAME}:{self.password}@127.0.0.1:{self.port}"

    def make(self) -> None:
        """Write it, and start it."""
        self.folder.mkdir()
        with_postgres.make_cluster(self.programs, self.folder, self.password, self.user)
        os.sync()  # made in haste: initdb left it to the system to write its files
        self.start()

    def start(self) -> None:
        """Come up, and repair what the last end left; what still ends may hold its place."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.running = with_postgres.start(
                self.programs, self.folder, self.port, self.user, ["jit=off"]
            )
            try:
                return with_postgres.wait_until_ready(self.url, self.running, self.folder / "log")
            except SystemExit as failed:
                if time.monotonic() > deadline:
                    raise AssertionError(failed) from failed
                time.sleep(0.2)

    def postmaster(self) -> None:
        """Kill the first process; the others notice and end by themselves."""
        kill(self.running.pid)
        self.running.wait()
        self.start()

    def backend(self) -> None:
        """Kill one that serves a connection: the first process restarts all the others."""
        for pid in children(self.running.pid):
            with suppress(OSError):
                if b"127.0.0.1" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return kill(pid)

    def cluster(self) -> None:
        """Kill every process at once, and start anew."""
        self.dies()
        self.start()

    def dies(self) -> None:
        """Kill every process at once, and leave it so."""
        kill_family(self.running.pid)
        self.running.wait()

    def stop(self) -> None:
        """End, politely, then at once."""
        if self.running and self.running.poll() is None:
            with_postgres.stop(self.running)


@contextmanager
def mortal(folder: Path, **more):
    """An instance in `folder` (the server of its database, or None; its gunicorn), running.

    On the database under test. The folder must be one that any user may enter; what gunicorn says
    is beside it, for the disk of the folder may be full.
    """
    data = folder / "data"
    data.mkdir()
    cluster, url = None, f"sqlite:///{data / 'technopolice.sqlite3'}"
    if connection.vendor == "postgresql":
        cluster = Cluster(folder / "postgres")
        cluster.make()
        url = f"{cluster.url}/postgres"
    instance = Instance(data, url)
    server = Server(instance, folder.with_suffix(".log"), **more)
    try:
        instance.manage("migrate", "-v0")
        server.start()
        yield instance, cluster, server
    finally:
        server.stop()
        if cluster:
            cluster.stop()
        server.log.unlink(missing_ok=True)
