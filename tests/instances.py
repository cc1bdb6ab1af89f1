"""Whole instances beside the one under test: a folder, a database, and the commands run on them."""

import os
import secrets
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection


@dataclass(frozen=True)
class Instance:
    """One instance: its folder and its DATABASE_URL."""

    folder: Path
    url: str

    def environment(self, **more) -> dict:
        return os.environ | {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url, **more}

    def start(self, *command, **more) -> subprocess.Popen:
        """A command of manage.py, running."""
        return self._run([settings.BASE_DIR / "manage.py", *command], more)

    def manage(self, *command, fails: bool = False, **more) -> str:
        """What a command of manage.py said, once it ended as it should."""
        said, wrong = (running := self.start(*command, **more)).communicate()
        assert bool(running.returncode) == fails, f"{said}{wrong}"
        return said + wrong

    def killed(self, code: str) -> None:
        """Run Python in the instance that ends by killing itself at once."""
        running = self._run(["-c", f"import django; django.setup()\n{code}"],
                            {"DJANGO_SETTINGS_MODULE": "technopolice.settings"})  # fmt: skip
        said = running.communicate()
        assert running.returncode == -signal.SIGKILL, said

    def ask(self, sql: str) -> list[tuple]:
        """Rows of its database."""
        if connection.vendor == "postgresql":
            with psycopg.connect(self.url) as opened:
                return opened.execute(sql).fetchall()
        import sqlite3

        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as opened:
            return opened.execute(sql).fetchall()

    def _run(self, command: list, more: dict) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=self.environment(**more),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip


def under_test() -> Instance:
    """The instance that the test itself writes to."""
    return Instance(Path(settings.DATA_DIR), _url(connection.settings_dict["NAME"]))


@contextmanager
def empty(folder: Path):
    """An instance in which there is nothing yet, with a database of its own."""
    if connection.vendor == "sqlite":
        yield Instance(folder, _url(folder / "technopolice.sqlite3"))
        return
    name = f"drill_{secrets.token_hex(4)}"
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield Instance(folder, _url(name))
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _url(name) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    one = connection.settings_dict
    return f"postgres://{one['USER']}:{quote(one['PASSWORD'])}@{one['HOST']}:{one['PORT']}/{name}"
