"""A picture under a grid of squares to tick: what its sender and the moderators black out."""

import base64
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.evidence import sandbox, storage
from cases.evidence.grid import Grid
from cases.intake.models import Attachment
from cases.models import SourceFile

LONGEST = 900  # pixels of the picture on the page: enough to see a face, light enough for Tor
FINER = 3  # times as wide a page is drawn to show one of its parts
PARTS = (
    ("0-0", _("top left")), ("1-0", _("top")), ("2-0", _("top right")),
    ("0-1", _("left")), ("1-1", _("centre")), ("2-1", _("right")),
    ("0-2", _("bottom left")), ("1-2", _("bottom")), ("2-2", _("bottom right")),
)  # fmt: skip


@dataclass(frozen=True)
class Masking:
    """What the page shows: the picture as a data: address, the grid, the parts to look closer at.

    The picture stands inside the page: its sender has no cookie, and the code of a receipt may
    not stand in an address, so no other request could show it to them and to nobody else.
    """

    attachment: Attachment | SourceFile
    grid: Grid
    picture: str
    part: str
    parts: tuple = PARTS
    page: int = 0  # of a PDF, counted from 1

    @property
    def part_label(self) -> str:
        """The part in words; nothing for the whole."""
        return dict(self.parts).get(self.part, "")


def masking_of(attachment: Attachment, part: str = "") -> Masking | None:
    """The picture under its grid; None for a PDF or a file that was refused.

    Raises limits.Refused when all who could make the preview are busy.
    """
    if attachment.type == "pdf" or attachment.state != Attachment.State.RECEIVED:
        return None
    return picture_under_grid(attachment, part)


def picture_under_grid(file: Attachment | SourceFile, part: str = "") -> Masking:
    """A stored picture under its grid. Raises limits.Refused, FileNotFoundError."""
    grid = Grid.of(file.width, file.height, part)
    small = sandbox.preview(storage.read(file.name), LONGEST, grid.box)
    return Masking(file, grid, _inside(small.data), part if grid.part else "")


def page_under_grid(file: Attachment | SourceFile, page: int, part: str = "") -> Masking:
    """One page of a stored PDF under its grid. Raises limits.Refused, FileNotFoundError."""
    data = storage.read(file.name)
    drawn = sandbox.render_page(data, page, LONGEST)
    grid = Grid.of(drawn.width, drawn.height, part)
    if grid.part:
        large = sandbox.render_page(data, page, LONGEST * FINER)
        box = Grid.of(large.width, large.height, part).box
        drawn = sandbox.preview(large.data, LONGEST, box)
    return Masking(file, grid, _inside(drawn.data), part if grid.part else "", page=page)


def grid_of_page(data: bytes, page: int, part: str) -> Grid:
    """The grid that `page_under_grid` laid over a page, for what was ticked in it."""
    drawn = sandbox.render_page(data, page, LONGEST)
    return Grid.of(drawn.width, drawn.height, part)


def _inside(picture: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
