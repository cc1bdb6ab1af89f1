"""The servers of a run: the project twice, as in production, and its peers."""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.plan import ROOT
from benchmarks.processes import Server, start
from benchmarks.registers import Register
from tests.with_postgres import free_port

PEERS = Path(__file__).parent / "peers"
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", ROOT / "technopolice" / "gunicorn.py"]
NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
  access_log off; types {{ text/html html; }} sendfile on; tcp_nopush on;
  keepalive_requests 1000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""
# Datasette gives up on slow questions by default; here it may take its time.
PATIENT = ("sql_time_limit_ms", "600000", "facet_time_limit_ms", "600000")


@contextmanager
def running(register: Register, datasette: Path | None, database: Server | None):
    """Every server of one register, by name; all are stopped at the end."""
    with ExitStack() as stack:
        servers = {}

        def keep(server: Server) -> None:
            stack.callback(server.stop)
            server.besides = database
            servers[server.name] = server

        # The first start fills no cache of the disk for the second: it is the one that is timed.
        keep(_gunicorn("project", register, "/readyz", PAGE_CACHE_MB="0"))
        keep(_gunicorn("cached", register, "/readyz"))
        keep(_gunicorn("peers", register, "/floor/", "benchmarks.peers.wsgi:application"))
        if shutil.which("nginx"):
            keep(_nginx(register))
        if datasette and register.engine == "sqlite":
            keep(_datasette(register, datasette))
        yield servers


def _gunicorn(name: str, register: Register, ready: str, *application: str, **settings) -> Server:
    port = free_port()
    # As docs/operating.md and `make run` start it: threads share their free memory.
    shared = {"PORT": str(port), "MALLOC_ARENA_MAX": "1"}
    environment = register.environment | shared | settings
    return start(name, [*GUNICORN, *application], f"http://127.0.0.1:{port}", ready,
                 register.folder / f"{name}.log", environment)  # fmt: skip


def _nginx(register: Register) -> Server:
    """A web server with one file; `measure` puts the page there that it is compared with."""
    port, folder = free_port(), register.folder / "nginx"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    (folder / "page.html").write_text("not measured yet")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    command = ["nginx", "-c", folder / "nginx.conf"]
    if os.geteuid() == 0:
        command += ["-g", "user root;"]
    return start("nginx", command, f"http://127.0.0.1:{port}", "/page.html", folder / "log")


def _datasette(register: Register, program: Path) -> Server:
    port = free_port()
    settings = [("--setting", *PATIENT[at : at + 2]) for at in range(0, len(PATIENT), 2)]
    command = [program, "serve", register.folder / "db.sqlite3", "--port", port]
    command += [word for setting in settings for word in setting]
    return start("datasette", command, f"http://127.0.0.1:{port}", "/-/versions.json",
                 register.folder / "datasette.log")  # fmt: skip


def datasette_program(folder: Path) -> Path | None:
    """Datasette in an environment of its own, made on first use; None where it cannot be had."""
    place, listed = folder / "datasette", PEERS / "datasette.txt"
    program, mark = place / "bin" / "datasette", place / "listed"
    if mark.exists() and mark.read_text() == listed.read_text():
        return program
    sys.stdout.write("Installing Datasette, for comparison only, in the bench folder\n")
    sys.stdout.flush()
    install = [place / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check",
               "--require-hashes", "-r", listed]  # fmt: skip
    for command in ([sys.executable, "-m", "venv", "--clear", place], install):
        if subprocess.run(command).returncode:
            sys.stderr.write("Not measured: Datasette, which could not be installed.\n")
            return None
    mark.write_text(listed.read_text())
    return program
