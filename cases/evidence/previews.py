"""Small pictures of a cleaned picture: to look at before masking, or blurred until opened.

To be run through `sandbox`. A preview is never stored in the place of the file.
"""

from io import BytesIO

from PIL import Image

from .cleaned import Cleaned
from .limits import Refused, check_pixels
from .types import Type, type_of

QUALITY = 75
# A face that fills the picture is then some fifteen pixels: no sharpening brings it back.
BLURRED_PIXELS = 16


def preview(data: bytes, longest: int, box=(), blurred: bool = False) -> Cleaned:
    """A JPEG no longer than `longest`, of the whole picture or of `box` (left, top, right, bottom).

    Raises Refused for what is no picture.
    """
    kind = type_of(data)
    if kind is Type.PDF:
        raise Refused("unknown")
    image = Image.open(BytesIO(data), formats=[kind.value.upper()])
    check_pixels(*image.size)
    if box:
        image = image.crop(tuple(box))
    else:
        image.draft(image.mode, (2 * longest, 2 * longest))  # a large JPEG is decoded small
    image = image if image.mode == "L" else image.convert("RGB")
    if blurred:
        shape = image.size
        image.thumbnail((BLURRED_PIXELS, BLURRED_PIXELS), Image.Resampling.BOX)
        scale = longest / max(shape)
        size = tuple(max(1, round(side * scale)) for side in shape)
        image = image.resize(size, Image.Resampling.BICUBIC)
    else:
        image.thumbnail((longest, longest))
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    out = BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY)
    return Cleaned(out.getvalue(), Type.JPEG, *fresh.size)
