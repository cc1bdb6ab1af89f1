"""What the tests find around them, set before Django reads its settings.

Loaded by `-p tests.environment` in pyproject.toml. The tests never see the database, the
files or the variables of a real instance: they get a temporary DATA_DIR, one per process.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
FOREIGN = (
    "ALLOWED_HOSTS", "BACKUP_RECIPIENT", "DEBUG", "DEMO", "LANGUAGES", "LOG_FORMAT", "PRODUCTION",
    "QUESTIONS", "RATE_IN_ALL", "MAP_TILE_URL", "RATE_PER_NETWORK", "SECRET_KEY", "TERRITORY",
    "TRUST_FORWARDED_FOR", "WEB_CONCURRENCY",
)  # fmt: skip

for name in FOREIGN:
    os.environ.pop(name, None)
os.environ["TESTING"] = "1"
# Playwright's loop runs in the thread of the test, where Django would refuse its own ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# A worker's folder lies in the folder of the process that started it, which removes both.
os.environ["DATA_DIR"] = tempfile.mkdtemp(
    prefix=WORKER or "technopolice-tests-", dir=os.environ["DATA_DIR"] if WORKER else None
)

DATA_DIR = Path(os.environ["DATA_DIR"])
(DATA_DIR / "static").mkdir(exist_ok=True)  # where collected files would be
if not WORKER:
    atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
SOAK = os.environ.get("SOAK") == "1"
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)


def times(few, many):
    """How often to repeat a soak test: a handful in `make test`, all of it in `make soak`."""
    return many if SOAK else few
