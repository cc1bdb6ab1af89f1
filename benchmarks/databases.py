"""The PostgreSQL of the benchmark: a cluster in the bench folder, kept from one run to the next."""

import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.processes import Server
from tests import with_postgres as pg


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL: its URL without the name of a database, and the server itself."""

    url: str
    server: Server

    def make(self, name: str) -> None:
        """An empty database of this name, in place of one that was there."""
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}"')


@contextmanager
def kept_cluster(folder: Path):
    """The cluster of the folder, made when there is none; None without the server programs."""
    programs = pg.server_programs()
    if programs is None:
        yield None
        return
    folder.mkdir(parents=True, exist_ok=True)
    user, port, password = pg.server_user(), pg.free_port(), folder / "password"
    if not (folder / "data" / "PG_VERSION").exists():
        pg.make_cluster(programs, folder, os.urandom(16).hex(), user)
    url = f"postgres://{pg.NAME}:{password.read_text()}@127.0.0.1:{port}"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *_options(port)],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, **user,
        )  # fmt: skip
    try:
        pg.wait_until_ready(url, process, folder / "log")
        yield Cluster(url, Server("postgresql", process, url))
    finally:
        pg.stop(process)


def _options(port: int) -> list[str]:
    """Loopback alone; memory as on a small server; the registers can be made again, so no fsync."""
    options = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
               "shared_buffers=512MB", *pg.FAST_NOT_SAFE]  # fmt: skip
    return [word for option in options for word in ("-c", option)]
