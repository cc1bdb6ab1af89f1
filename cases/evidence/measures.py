"""How large a stored file is, read off its bytes without decoding a pixel."""

from . import storage
from .containers import pieces_of, sizes_of
from .types import Type


def measures_of(name: str) -> tuple[int, int, int]:
    """Bytes, width and height; the last two are 0 for a PDF. Raises FileNotFoundError."""
    data, kind = storage.read(name), Type.named(name)
    if kind is Type.PDF:
        return len(data), 0, 0
    width, height = sizes_of(kind, data, pieces_of(kind, data))[0]
    return len(data), width, height
