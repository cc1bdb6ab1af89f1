"""A production instance as docs/operating.md sets it up: gunicorn behind nginx, with HTTPS and an
onion address, on the database of the test.

nginx reads the files of docs/nginx/, in which only ports, paths and certificates are changed, and
around them what Debian's own file says of logs. The browser is told where the names lead, so that
it sees the addresses that readers see.
"""

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme
from django.conf import settings

from tests.instances import under_test
from tests.with_postgres import free_port

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOST, ONION = "registre.example", f"{'onion' * 11}o.onion"
FIT = {
    "PRODUCTION": "1",
    "ALLOWED_HOSTS": HOST,
    "SECRET_KEY": "abcdefghij" * 5,
    "PUBLISHER": "Association du registre",
    "PUBLICATION_DIRECTOR": "Camille Exemple",
    "HOST_NAME_ADDRESS_PHONE": "Hébergeur, 1 rue de la Paix, Nice, 01 00 00 00 00",
    "CONTACT": "contact@registre.example",
    "DATA_CONTROLLER": "Association du registre",
}
AROUND = """
daemon off; pid {folder}/nginx.pid; worker_processes 1; error_log {folder}/logs/error.log;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/logs/access.log; error_log {folder}/logs/error.log;
    proxy_temp_path {folder}/temp; fastcgi_temp_path {folder}/temp; uwsgi_temp_path {folder}/temp;
    scgi_temp_path {folder}/temp; client_body_temp_path {folder}/temp;
    include {folder}/register.conf; include {folder}/onion.conf;
}}
"""


@dataclass(frozen=True)
class Production:
    """A running instance: everything that it writes lies in its folder, but for the database."""

    folder: Path
    https: int
    http: int
    onion: int
    program: int

    @property
    def browser_flags(self) -> list[str]:
        """What sends a browser that asks for the public names to this instance."""
        rules = (f"MAP {HOST}:443 127.0.0.1:{self.https}", f"MAP {ONION}:80 127.0.0.1:{self.onion}",
                 "MAP * ~NOTFOUND")  # fmt: skip
        return [f"--host-resolver-rules={', '.join(rules)}"]

    @property
    def errors(self) -> str:
        """What the program wrote to stderr."""
        return (self.folder / "logs" / "gunicorn.log").read_text()


def environment(**more) -> dict:
    """The variables of a production instance, and none of the tests' own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | FIT | more


@contextmanager
def production(folder: Path):
    """Start all of it on the database under test, and stop it at the end."""
    for name in ("logs", "temp", "data"):
        (folder / name).mkdir()
    ports = [free_port() for _number in range(4)]
    running = Production(folder, *ports)
    variables = environment(
        DATA_DIR=str(folder / "data"), DATABASE_URL=under_test().url, PORT=str(running.program),
        ONION_HOST=ONION, TMPDIR=str(folder / "temp"),
    )  # fmt: skip
    _write_nginx(running)
    manage = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(manage, cwd=settings.BASE_DIR, env=variables, check=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "technopolice/gunicorn.py"]
    with (
        _running(gunicorn, folder / "logs" / "gunicorn.log", variables),
        _running([NGINX, "-e", folder / "logs" / "error.log", "-p", folder, "-c", folder / "nginx"],
                 folder / "logs" / "nginx.log", variables),
    ):  # fmt: skip
        _wait(running)
        yield running


@contextmanager
def _running(command: list, log: Path, variables: dict):
    with log.open("w") as out:
        server = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=variables, stdout=out, stderr=out
        )
    try:
        yield server
    finally:
        server.terminate()
        server.wait(20)


def _write_nginx(running: Production) -> None:
    folder = running.folder
    authority = trustme.CA()
    authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(folder / "both.pem")
    changes = {
        r"listen 443": f"listen 127.0.0.1:{running.https}",
        r"listen 80;": f"listen 127.0.0.1:{running.http};",
        r"127\.0\.0\.1:8080": f"127.0.0.1:{running.onion}",
        r"127\.0\.0\.1:8000": f"127.0.0.1:{running.program}",
        r"/etc/ssl/\S+;": f"{folder}/both.pem;",
        r"/dev/shm/": f"{folder}/temp/",  # noqa: S108 (the name, to be replaced)
        r"onion\w{51}\.onion": ONION,
    }
    for name in ("register.conf", "onion.conf"):
        text = (settings.BASE_DIR / "docs" / "nginx" / name).read_text()
        for pattern, new in changes.items():
            text = re.sub(pattern, new, text)
        (folder / name).write_text(text)
    (folder / "nginx").write_text(AROUND.format(folder=folder))


def _wait(running: Production) -> None:
    """Return when the onion address, which needs no certificate, answers through nginx."""
    for _try in range(150):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", running.onion, timeout=5)
            asked.request("GET", "/healthz", headers={"Host": ONION})
            if asked.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    logs = [path.read_text() for path in (running.folder / "logs").iterdir()]
    raise AssertionError("\n".join(logs))
