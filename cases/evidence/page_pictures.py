"""Pictures of the pages of PDFs, made at first need: derived, so they may be erased."""

import shutil
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from . import sandbox, storage

WIDTH = 1100  # pixels: read without zooming on a laptop, zoomed to on a telephone
MOST_KEPT = 5_000  # pictures on the disk, some 150 KB each


def page_picture(name: str, number: int) -> BinaryIO:
    """One page as a JPEG. Raises FileNotFoundError, or Refused when all are busy or it fails."""
    path = _folder(name) / f"{number}-{WIDTH}.page"
    if not path.exists():
        made = sandbox.render_page(storage.read(name), number, WIDTH)
        _make_room()
        storage.write_whole(path, made.data)
    return path.open("rb")


def erase(name: str) -> None:
    """Remove the pictures of the pages of a file, if there are any."""
    shutil.rmtree(_folder(name), ignore_errors=True)


def all_names() -> list[str]:
    """The name of every file of which a page was drawn."""
    return sorted(path.name for path in _root().glob("*/*") if path.is_dir())


def _make_room() -> None:
    """Forget the older half of the pictures where there are too many."""
    kept = list(_root().rglob("*.page"))
    if len(kept) >= MOST_KEPT:
        for path in sorted(kept, key=lambda path: path.stat().st_mtime)[: MOST_KEPT // 2]:
            path.unlink(missing_ok=True)


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "pages"


def _folder(name: str) -> Path:
    if not storage.NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return _root() / name[:2] / name
