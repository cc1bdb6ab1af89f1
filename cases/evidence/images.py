"""Pictures: decoded, turned the right way, pasted into a new one, and written without a word.

Only pixels cross. To be run through `sandbox`, for decoders meet hostile bytes here.
"""

import math
import struct
import zlib
from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw

from .cleaned import TRANSPARENCY, Cleaned
from .containers import Piece, pieces_of, sizes_of
from .found import found_in, in_order, orientation_of
from .limits import MOST_BYTES, MOST_FRAMES, Refused, check_pixels
from .types import Type, type_of

QUALITIES = (90, 80, 70)  # the first that fits in MOST_BYTES
EASY_PIXELS = 4_000_000
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What the decoder of PNG is given: no text to inflate, nothing it has no use for.
PNG_NEEDED = {"IHDR", "PLTE", "tRNS", "IDAT", "IEND", "iCCP", "sRGB", "eXIf", "acTL"}
# What decoders and colour transforms raise on damaged or hostile files.
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error,
          zlib.error, OverflowError, AttributeError, Image.DecompressionBombError)  # fmt: skip


def clean_image(data: bytes) -> Cleaned:
    """The picture again, of the same kind, without anything but its pixels.

    Raises Refused for what is too large, moves, is damaged or is no picture.
    """
    kind = type_of(data)
    if kind is Type.PDF:
        raise Refused("unknown")
    pieces = pieces_of(kind, data)
    for width, height in sizes_of(kind, data, pieces):
        check_pixels(width, height)
    if any(piece.name in ("acTL", "ANIM") for piece in pieces):
        raise Refused("frames")
    found = set(found_in(kind, data, pieces))
    lossless = kind is Type.PNG or any(piece.name == "VP8L" for piece in pieces)
    try:
        image = _decode(kind, _needed(kind, data, pieces))
        if image.has_transparency_data:
            found.add(TRANSPARENCY)
        fresh = _pasted(image)
    except Refused:
        raise
    except DAMAGE:
        raise Refused("broken_picture") from None
    del image
    return Cleaned(_encoded(fresh, kind, lossless), kind, *fresh.size, removed=in_order(found))


def black_out(data: bytes, squares: Iterable[tuple[int, int]], columns: int, rows: int) -> Cleaned:
    """A cleaned picture with squares of a grid painted black, burnt into the pixels.

    `squares` are (column, row) from the top left corner, counted from 0, of a grid of `columns`
    by `rows`. Raises ValueError for a square outside the grid, Refused for a file that is no
    picture.
    """
    kind = type_of(data)
    if kind is Type.PDF:
        raise Refused("unknown")
    lossless = kind is Type.PNG or data[12:16] == b"VP8L"
    fresh = _pasted(_decode(kind, data))
    width, height = fresh.size
    draw = ImageDraw.Draw(fresh)
    for column, row in squares:
        if not (0 <= column < columns and 0 <= row < rows):
            raise ValueError(f"square {column}, {row} is outside {columns} × {rows}")
        # Rounded outwards: a ticked square never leaves a line of pixels in sight.
        left, top = column * width // columns, row * height // rows
        right = math.ceil((column + 1) * width / columns) - 1
        bottom = math.ceil((row + 1) * height / rows) - 1
        draw.rectangle((left, top, right, bottom), fill=0)
    return Cleaned(_encoded(fresh, kind, lossless), kind, width, height)


def _needed(kind: Type, data: bytes, pieces: list[Piece]) -> bytes:
    """The bytes to decode: a PNG without its other chunks, and nothing after the end."""
    if kind is not Type.PNG:
        return data[: pieces[-1].end]
    return data[:8] + b"".join(data[p.start : p.end] for p in pieces if p.name in PNG_NEEDED)


def _decode(kind: Type, data: bytes) -> Image.Image:
    """The picture with its pixels, in the way it was taken; `formats` shuts all other decoders."""
    image = Image.open(BytesIO(data), formats=[kind.value.upper()])
    check_pixels(*image.size)
    # A telephone puts further pictures (depth, film) behind the JPEG: only the first is read.
    if kind is not Type.JPEG and getattr(image, "n_frames", 1) > MOST_FRAMES:
        raise Refused("frames")
    image.load()
    turn = TURNS.get(orientation_of(image))
    if turn is None:
        return image
    turned = image.transpose(turn)
    turned.info = image.info
    return turned


def _pasted(image: Image.Image) -> Image.Image:
    """A new picture, grey or RGB, on white, in sRGB, with the pixels and nothing else.

    Transparency goes: colours kept under it are how an erased face comes back.
    """
    if image.has_transparency_data:
        image = _in_srgb(image.convert("RGBA"), image.info.get("icc_profile"))
        fresh = Image.new("RGB", image.size, "white")
        fresh.paste(image, mask=image.getchannel("A"))
        return fresh
    if image.mode in ("P", "PA", "RGBA", "RGBX", "YCbCr", "LAB", "HSV"):
        image = _converted(image, "RGB")
    elif image.mode.startswith("I"):
        # 16 bits, which Pillow would cut off at 255 rather than divide.
        image = image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    elif image.mode not in ("L", "RGB", "CMYK"):
        image = _converted(image, "L")  # black and white
    image = _in_srgb(image, image.info.get("icc_profile"))
    if image.mode == "CMYK":
        image = image.convert("RGB")
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    return fresh


def _converted(image: Image.Image, mode: str) -> Image.Image:
    other = image.convert(mode)
    other.info = {"icc_profile": image.info.get("icc_profile")}
    return other


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture with its colours in sRGB; a profile that cannot be read is left aside."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in (source.profile.profile_description or ""):
            return image
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, *DAMAGE):
        return image


def _encoded(image: Image.Image, kind: Type, lossless: bool) -> bytes:
    """The bytes of a picture made here; Refused where they would pass MOST_BYTES."""
    for quality in (QUALITIES[0],) if lossless else QUALITIES:
        out = BytesIO()
        if kind is Type.PNG:
            image.save(out, "PNG")
        elif kind is Type.WEBP and lossless:
            # More effort takes a minute for 40 megapixels, and a tenth of the bytes for a drawing.
            effort = 4 if image.width * image.height <= EASY_PIXELS else 0
            image.save(out, "WEBP", lossless=True, quality=effort * 10, method=effort)
        else:
            image.save(out, kind.value.upper(), quality=quality)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise Refused("size")
