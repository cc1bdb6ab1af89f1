"""The journal of erasures: outside the database, so that a restored backup is told of them.

One line of JSON for each, appended and synced before the erasure is committed. It holds where
the value stood and what stands there now, never the value.
"""

import json
import os
from pathlib import Path

from django.conf import settings

from cases.models import Erasure

PRIVATE = 0o600


def path() -> Path:
    """Where the journal lies. It is to be copied apart from the database."""
    return Path(settings.DATA_DIR) / "erasures.jsonl"


def append(erasure: Erasure, neutral, file_names: list[str]) -> None:
    """Add a line, on the disk when this returns."""
    line = {
        "uid": str(erasure.uid),
        "record": erasure.entry.reference,
        "path": erasure.path,
        "field": erasure.field,
        "revisions": erasure.revisions,
        "decision": erasure.decision_id,
        "day": erasure.day.isoformat(),
        "ground": erasure.ground,
        "reason": erasure.decision.reason,
        "neutral": neutral,
        "files": file_names,
    }
    handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
    try:
        os.write(handle, f"{json.dumps(line, ensure_ascii=False)}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def lines() -> list[dict]:
    """Every line, the oldest first; a last line that a stopped machine left half is no line."""
    try:
        text = path().read_text("utf-8")
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text.splitlines() if line.endswith("}")]


def not_applied() -> list[dict]:
    """Lines of erasures that this database knows nothing of: it is an older copy."""
    listed = lines()
    known = {str(uid) for uid in Erasure.objects.values_list("uid", flat=True)} if listed else ()
    return [line for line in listed if line["uid"] not in known]
