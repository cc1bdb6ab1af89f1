"""Small copies of published pictures, made at first need: derived, so they may be erased."""

from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from . import sandbox, storage

SIDE = 480  # twice the width shown, for sharp screens


def thumbnail(name: str) -> BinaryIO:
    """A small JPEG of a stored picture. Raises FileNotFoundError, or Refused when all are busy."""
    path = _path(name)
    if not path.exists():
        made = sandbox.preview(storage.read(name), SIDE)
        storage.write_whole(path, made.data)
    return path.open("rb")


def erase(name: str) -> None:
    """Remove the small copy of a file, if there is one."""
    _path(name).unlink(missing_ok=True)


def all_names() -> list[str]:
    """The name of every file that has a small copy."""
    return [path.name.removesuffix(".small") for path in _root().rglob("*.small")]


def shown_size(width: int, height: int) -> tuple[int, int]:
    """Width and height on the page, half those of the copy."""
    scale = min(1, SIDE / max(width, height, 1)) / 2
    return max(1, round(width * scale)), max(1, round(height * scale))


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "thumbnails"


def _path(name: str) -> Path:
    if not storage.NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return _root() / name[:2] / f"{name}.small"
