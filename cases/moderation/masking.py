"""A picture under a grid of squares to tick: what its sender and the moderators black out."""

import base64
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.evidence import sandbox, storage
from cases.evidence.grid import Grid
from cases.intake.models import Attachment

LONGEST = 900  # pixels of the picture on the page: enough to see a face, light enough for Tor
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

    attachment: Attachment
    grid: Grid
    picture: str
    part: str
    parts: tuple = PARTS

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
    grid = Grid.of(attachment.width, attachment.height, part)
    small = sandbox.preview(storage.read(attachment.name), LONGEST, grid.box)
    picture = f"data:image/jpeg;base64,{base64.b64encode(small.data).decode()}"
    return Masking(attachment, grid, picture, part if grid.part else "")
