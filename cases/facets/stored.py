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

from .bitmaps import Bitmaps
from .index import Index

FORMAT = 5  # another one whenever facets are added


def path() -> Path:
    """Where the file lies."""
    return Path(settings.DATA_DIR, "facets.index")


def save(index: Index) -> None:
    """Write the index with the facets it holds; the file is whole or not there."""
    proof = _digest(index.sequence)
    if not proof:
        return  # nothing tells two registers without revisions apart
    parts = [index.entries.tobytes(), index.documents.tobytes()]
    live = [[kind, _add(parts, bitmap)] for kind, bitmap in index.live.items()]
    facets = [
        [kind, name, *_add_facet(parts, bitmaps)]
        for kind, named in list(index.facets.items())
        for name, bitmaps in named.items()
    ]
    head = {
        "format": FORMAT, "version": index.version, "sequence": index.sequence, "proof": proof,
        "arrays": [len(part) for part in parts[:2]], "live": live, "facets": facets,
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


def _add(parts: list[bytes], held: BitMap | bytes) -> int:
    """Put one more part at the end, and say how long it is."""
    parts.append(held if isinstance(held, bytes) else held.serialize())
    return len(parts[-1])


def _add_facet(parts: list[bytes], bitmaps: Bitmaps) -> tuple[list, list, int]:
    """Its keys, the lengths of their parts, and how many of them, the first, are bitmaps."""
    held = sorted(bitmaps.items_held(), key=lambda item: isinstance(item[1], bytes))
    full = sum(not isinstance(documents, bytes) for _key, documents in held)
    return [key for key, _documents in held], [_add(parts, one) for _key, one in held], full


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
        arrays[-1].frombytes(_part(file, length))
    index = Index(head["version"], head["sequence"], *arrays)
    for kind, length in head["live"]:
        index.live[kind] = BitMap.deserialize(_part(file, length))
    for kind, name, keys, lengths, full in head["facets"]:
        held = [_part(file, length) for length in lengths]
        held[:full] = map(BitMap.deserialize, held[:full])
        index.facets.setdefault(kind, {})[name] = Bitmaps(dict(zip(keys, held, strict=True)))
    return index


def _part(file, length: int) -> bytes:
    """The next part of the file. Raises ValueError where it ends before."""
    found = file.read(length)
    if len(found) != length:
        raise ValueError("The file is shorter than it says.")
    return found
