"""What a dump says of itself, and whether its files are what they were."""

import hashlib
import json
from pathlib import Path

from cases.models import Decision

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
CHUNK = 1024 * 1024
# What takes something away from the public, so that an older dump may hold it still.
HIDING = (Decision.Kind.WITHDRAWN, Decision.Kind.ERASED)


class BadDump(Exception):
    """A folder that is no dump, or not a whole one; the message says why."""


def hidden() -> dict[str, int]:
    """How many withdrawals and erasures the log has."""
    return {kind.value: Decision.objects.filter(kind=kind).count() for kind in HIDING}


def read(folder: Path) -> dict:
    """The manifest. Raises BadDump, or OSError."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        if said["format"] != FORMAT:
            raise BadDump(f"{folder}: format {said['format']} is not known here.")
        if not all(_is_inside(name) for name in said["files"]):
            raise BadDump(f"{folder}: a file of the manifest lies elsewhere.")
        return said | {"data_version": int(said["data_version"])}
    except (ValueError, KeyError, TypeError) as error:
        raise BadDump(f"{folder}: {MANIFEST} is not that of a dump ({error!r}).") from error


def check(folder: Path, said: dict) -> None:
    """Raise BadDump for the first file that is missing or is not what the manifest says."""
    for name, known in said["files"].items():
        path = folder / name
        if not path.is_file() or described(path) != known:
            raise BadDump(f"{name} is missing or altered.")


def described(path: Path) -> dict:
    """Size and digest of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"size": path.stat().st_size, "sha256": digest}


def _is_inside(name: str) -> bool:
    parts = Path(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts
