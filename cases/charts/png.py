"""A chart as PNG, for slides and pages that take no SVG: the same marks, drawn with Pillow."""

import io
from functools import lru_cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from .bars import Box, Drawing
from .svg import INK, PAPER, QUIET

SCALE, SIZE = 3, 14
WEIGHTS = {"title": 600}


@lru_cache(maxsize=4)
def _font(weight: int) -> ImageFont.FreeTypeFont:
    """The typeface of the pages, which holds the letters and signs of French."""
    font = ImageFont.truetype(
        str(settings.BASE_DIR / "static/fonts/registre-sans-roman.woff2"), SIZE * SCALE
    )
    font.set_variation_by_axes([weight])
    return font


def as_png(drawing: Drawing) -> bytes:
    """The drawing on paper, three dots for each unit, without metadata."""
    image = Image.new("RGB", (drawing.width * SCALE, drawing.height * SCALE), PAPER)
    canvas = ImageDraw.Draw(image)
    for mark in drawing.marks:
        x, y = mark.x * SCALE, mark.y * SCALE
        if isinstance(mark, Box):
            right, bottom = x + mark.width * SCALE - 1, y + mark.height * SCALE - 1
            canvas.rectangle((x, y, right, bottom), fill=INK)
            continue
        canvas.text(
            (x, y), mark.text, fill=QUIET if mark.tone == "quiet" else INK,
            font=_font(WEIGHTS.get(mark.tone, 400)), anchor="rs" if mark.anchor == "end" else "ls",
        )  # fmt: skip
    out = io.BytesIO()
    image.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()
