"""The index on disk, so that a process that starts need not read the whole register.

Only numbers and the words that facets hold; whatever is wrong with the file, it is read anew from
the database. Format: one line of JSON that names the parts and their lengths, then the parts.
"""

import json
import os
from array import array
from pathlib import Path

from django.conf import settings
from pyroaring import BitMap

from cases.models import ChangedEntry, DataVersion, Revision

from .index import Index

FORMAT = 2


def path() -> Path:
    """Where the file lies."""
    return Path(settings.DATA_DIR, "facets.index")


def save(index: Index) -> None:
    """Write the index with the facets it holds; the file is whole or not there."""
    proof = _digest(index.sequence)
    if not proof:
        return  # nothing tells two registers without revisions apart
    parts = [index.entries.tobytes(), index.documents.tobytes()]
    named = []
    for kind, bitmap in index.live.items():
        named.append([kind, None, None, _add(parts, bitmap)])
    for kind, facets in list(index.facets.items()):
        for name, values in facets.items():
            named.append([kind, name, None, 0])  # a facet without values is read, too
            named += [[kind, name, key, _add(parts, bitmap)] for key, bitmap in values.items()]
    head = {
        "format": FORMAT, "version": index.version, "sequence": index.sequence, "proof": proof,
        "arrays": [len(part) for part in parts[:2]], "bitmaps": named,
    }  # fmt: skip
    draft = path().with_suffix(f".{os.getpid()}")
    draft.write_bytes(json.dumps(head).encode() + b"\n" + b"".join(parts))
    draft.replace(path())


def load() -> Index | None:
    """The index as it was saved; None when there is none that belongs to this register."""
    try:
        with path().open("rb") as file:
            head = json.loads(file.readline())
            return _read(head, file) if head["format"] == FORMAT and _belongs(head) else None
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def forget() -> None:
    """Remove the file: a value that it holds was erased."""
    path().unlink(missing_ok=True)


def _add(parts: list[bytes], bitmap: BitMap) -> int:
    parts.append(bitmap.serialize())
    return len(parts[-1])


def _belongs(head: dict) -> bool:
    """True when this register went through the state saved, and its changes since are known."""
    if head["version"] > DataVersion.current() or head["proof"] != _digest(head["sequence"]):
        return False
    return ChangedEntry.known_since(head["version"])


def _digest(sequence: int) -> str:
    known = Revision.objects.filter(sequence=sequence).values_list("digest", flat=True).first()
    return known or ""


def _read(head: dict, file) -> Index:
    arrays = []
    for length in head["arrays"]:
        arrays.append(array("I"))
        arrays[-1].frombytes(file.read(length))
    index = Index(head["version"], head["sequence"], *arrays)
    for kind, name, key, length in head["bitmaps"]:
        bitmap = BitMap.deserialize(file.read(length)) if length else None
        if name is None:
            index.live[kind] = bitmap
        else:
            values = index.facets.setdefault(kind, {}).setdefault(name, {})
            if length:
                values[key] = bitmap
    return index
