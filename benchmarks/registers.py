"""The registers that are measured: synthetic, made once, kept until their code changes."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.databases import Cluster
from benchmarks.plan import ROOT

# `expire`, as the nightly task of an instance: it saves the index that processes start from, and
# the lines of long tables.
STEPS = (["migrate", "--verbosity", "0"], ["load_reference"], ["seed_synthetic"], ["expire"])
# What decides how a register looks: when any of it changes, the register is made again.
MADE_BY = ("cases/migrations/*.py", "cases/exchange/synthetic/*.py", "cases/derived/*.py")


@dataclass(frozen=True)
class Register:
    """A filled register of one size on one database."""

    engine: str  # sqlite or postgresql
    size: int
    folder: Path  # its DATA_DIR
    url: str  # its DATABASE_URL

    @property
    def environment(self) -> dict:
        """The environment in which the project finds it."""
        return os.environ | {
            "DATABASE_URL": self.url, "DATA_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "technopolice.settings", "DEMO": "1", "TESTING": "0",
            "DEBUG": "0", "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    @property
    def choices(self) -> dict:
        """The values and words that its pages are asked for (`choices.py`)."""
        return json.loads((self.folder / "choices.json").read_text("utf-8"))

    def run(self, *command: str) -> None:
        """Run a program of the project on it; stop when it fails."""
        done = subprocess.run([sys.executable, *command], env=self.environment, cwd=ROOT)
        if done.returncode:
            raise SystemExit(f"Failed on {self.engine}, {self.size:,}: {' '.join(command)}")


def prepared(folder: Path, engine: str, size: int, cluster: Cluster | None) -> Register:
    """The register of this size, made unless it was kept."""
    place = folder / f"{engine}-{size}"
    name = f"bench_{size}"
    url = f"{cluster.url}/{name}" if engine == "postgresql" else f"sqlite:///{place}/db.sqlite3"
    register = Register(engine, size, place, url)
    mark, wanted = place / "made", _digest()
    if not (mark.exists() and mark.read_text() == wanted):
        sys.stdout.write(f"Making a register of {size:,} deployments on {engine}\n")
        sys.stdout.flush()
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        if engine == "postgresql":
            cluster.make(name)
        _fill(register)
        mark.write_text(wanted)
    # Pages and styles may have changed since, and lines of tables are those of one program.
    register.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    register.run("manage.py", "expire")
    return register


def _fill(register: Register) -> None:
    for step in STEPS:
        amount = [str(register.size)] if step[0] == "seed_synthetic" else []
        register.run("manage.py", *step, *amount)
    register.run("-m", "benchmarks.choices")


def _digest() -> str:
    found = hashlib.sha256()
    for path in sorted(path for pattern in MADE_BY for path in ROOT.glob(pattern)):
        found.update(path.read_bytes())
    return found.hexdigest()
