"""Run a command on a throw-away PostgreSQL: python tests/with_postgres.py pytest -n 2

The cluster lives in a temporary folder, listens on loopback alone behind a random password,
and is stopped and removed at the end, whatever happened. DATABASE_URL names it. Without the
server programs nothing runs, which is said, and is a failure if REQUIRE_ALL=1.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

NAME = "technopolice"
# Durability is of no use to data that is thrown away in a minute.
FAST_NOT_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")
PATIENCE = 30  # seconds, to start and to stop


def server_programs() -> Path | None:
    """The folder that holds initdb and postgres: in PATH, or the newest where Debian puts it."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    candidates = sorted(debian, key=lambda path: float(path.parts[-3]), reverse=True)
    if in_path := shutil.which("initdb"):
        candidates.insert(0, Path(in_path).resolve())
    for initdb in candidates:
        if os.access(initdb, os.X_OK) and os.access(initdb.with_name("postgres"), os.X_OK):
            return initdb.parent
    return None


def server_user() -> dict:
    """PostgreSQL refuses to run as root: then it runs as a user that owns nothing else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL does not run as root, and there is no user postgres or nobody.")


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_cluster(programs: Path, folder: Path, password: str, user: dict) -> None:
    """Write an empty cluster, whose text sorts and folds as UTF-8 wherever it is made."""
    secret = folder / "password"
    secret.write_text(password)
    if user:
        for path in (folder, secret):
            os.chown(path, user["user"], user["group"])
    options = ["--username", NAME, "--pwfile", secret, "--auth", "scram-sha-256"]
    options += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--pgdata", "data"]
    made = subprocess.run(
        [programs / "initdb", *options], cwd=folder, capture_output=True, text=True, **user
    )
    if made.returncode:
        raise SystemExit(f"initdb failed:\n{made.stdout}{made.stderr}")


def wait_until_ready(url: str, server: subprocess.Popen, log: Path) -> None:
    """Return when the server answers; stop with its own words when it does not."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(f"{url}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"PostgreSQL did not start:\n{log.read_text()}")


def stop(server: subprocess.Popen) -> None:
    """End the server: politely, then at once."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        server.send_signal(how)
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            continue
        return


def start(programs: Path, folder: Path, port: int, user: dict, options=()) -> subprocess.Popen:
    """The server of a cluster that was made, on its way up."""
    always = f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories="
    arguments = [word for option in (*always, *options) for word in ("-c", option)]
    with (folder / "log").open("a") as log:
        # In a session of its own, so that Ctrl-C ends the tests first and the server last.
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *arguments],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, **user,
        )  # fmt: skip


@contextmanager
def throw_away_cluster(programs: Path):
    """A running, empty PostgreSQL; gives its URL without the name of a database."""
    folder = Path(tempfile.mkdtemp(prefix="technopolice-pg-"))
    user, port, password = server_user(), free_port(), secrets.token_hex(16)
    url = f"postgres://{NAME}:{password}@127.0.0.1:{port}"
    server = None
    try:
        make_cluster(programs, folder, password, user)
        server = start(programs, folder, port, user, FAST_NOT_SAFE)
        wait_until_ready(url, server, folder / "log")
        yield url
    finally:
        if server:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def run_command(command: list[str], url: str) -> int:
    """Run the command to its end; after Ctrl-C too, it has its own tidying up to do."""
    environment = os.environ | {"DATABASE_URL": f"{url}/{NAME}"}
    child = subprocess.Popen(command, env=environment)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            child.send_signal(signal.SIGINT)  # on which pytest ends its workers and browsers
            child.wait()
            raise


def main(command: list[str]) -> int:
    """Run the command on PostgreSQL if there is one."""
    programs = server_programs()
    if programs is None:
        sys.stdout.write(
            "Not run: PostgreSQL (no initdb in PATH or in /usr/lib/postgresql/*/bin)\n"
        )
        return int(os.environ.get("REQUIRE_ALL") == "1")
    for asked_to_end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked_to_end, lambda number, frame: sys.exit(128 + number))
    with throw_away_cluster(programs) as url:
        sys.stdout.write(f"On PostgreSQL ({programs}):\n")
        sys.stdout.flush()
        return run_command(command, url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
