"""What a picture says beside its pixels, in words for its sender: read only to be named."""

import re
from collections.abc import Iterator

from PIL import Image

from . import cleaned as words
from .containers import APP0, COM, EOI, FRAMES, SOI, SOS, Piece
from .types import Type

GPS_TAG, THUMBNAIL_TAG, EXIF_TAG = 0x8825, 0x0201, 0x8769
ORIENTATION_TAG, XMP_TAG = 0x0112, 0x02BC
EXIF_WORDS = {
    **dict.fromkeys((0x013B, 0x8298, 0x9C9D, 0xA430), words.AUTHOR),
    **dict.fromkeys((0x010F, 0x0110, 0x0131, 0x013C, 0x927C, 0xA431, 0xA433, 0xA434, 0xA435),
                    words.DEVICE),
    **dict.fromkeys((0x0132, 0x9003, 0x9004), words.DATE),
    **dict.fromkeys((0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9F), words.COMMENT),
    0x9C9E: words.TITLE,
    XMP_TAG: words.XMP,
}  # fmt: skip
# Orientation (applied to the pixels), resolution, colour space, size, versions.
EXIF_HARMLESS = {0x0112, 0x011A, 0x011B, 0x0128, 0x0213, EXIF_TAG} | {
    0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003,
}  # fmt: skip
XMP_WORDS = {
    rb"GPSL(?:at|ong)itude|photoshop:City|Iptc4xmpCore:Location": words.GPS,
    rb"dc:creator|photoshop:Credit|Owner": words.AUTHOR,
    rb"CreatorTool|tiff:Model|SerialNumber|softwareAgent": words.DEVICE,
    rb"CreateDate|ModifyDate|DateCreated|DateTimeOriginal": words.DATE,
    rb"xmp:Thumbnails": words.THUMBNAIL,
}
PNG_TEXTS = ("tEXt", "zTXt", "iTXt")
PNG_PIXELS = ("IHDR", "PLTE", "tRNS", "IDAT", "IEND", "acTL", "fcTL", "fdAT")
PNG_COLOURS = ("iCCP", "gAMA", "cHRM", "sRGB", "cICP", "mDCV", "cLLI", "sBIT")
PNG_HARMLESS = ("pHYs", "bKGD", "hIST")


def found_in(kind: Type, data: bytes, pieces: list[Piece]) -> list[str]:
    """What the picture holds beside its pixels, each word once, in the order of `cleaned`."""
    read = {Type.JPEG: _in_jpeg, Type.PNG: _in_png, Type.WEBP: _in_webp}[kind]
    found = set()
    for piece in pieces:
        found.update(read(piece.name, data[piece.body : piece.end]))
    if len(data) > pieces[-1].end:
        found.add(words.TRAILING)
    return in_order(found)


def in_order(found: set[str]) -> list[str]:
    """The words in the order in which `cleaned` defines them: position and author first."""
    order = [value for name, value in vars(words).items() if name.isupper()]
    return sorted(found, key=order.index)


def orientation_of(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; 1 where the picture does not say or says nonsense."""
    try:
        held = image.getexif().get(ORIENTATION_TAG, 1)
    except Exception:  # EXIF is a format of its own, and breaks in as many ways
        return 1
    return held if held in range(1, 9) else 1


def _in_jpeg(name: str, body: bytes) -> Iterator[str]:
    marker = int(name, 16)
    if marker == COM:
        yield words.COMMENT
    elif marker == APP0 + 1 and body.startswith(b"Exif\0"):
        yield from _in_exif(body[6:])
    elif marker == APP0 + 1 and b"ns.adobe.com/x" in body[:40]:
        yield from _in_xmp(body)
    elif marker == APP0 + 2 and body.startswith(b"ICC_PROFILE\0"):
        yield words.COLOURS
    elif marker == APP0 + 2 and body.startswith(b"MPF\0"):
        yield words.SECOND_PICTURE
    elif marker == APP0 + 13:
        yield words.IPTC
    elif marker == APP0 and body.startswith(b"JFIF\0"):
        if body[12:14] not in (b"\0\0", b""):
            yield words.THUMBNAIL
    elif marker == APP0 and body.startswith(b"JFXX\0"):
        yield words.THUMBNAIL
    elif not (marker == APP0 + 14 and body.startswith(b"Adobe")) and not _holds_pixels(marker):
        yield words.HIDDEN


def _holds_pixels(marker: int) -> bool:
    tables = {0xC4, 0xCC, 0xDB, 0xDC, 0xDD}
    return marker in FRAMES | tables | {SOI, EOI, SOS} or 0xD0 <= marker < SOI


def _in_png(name: str, body: bytes) -> Iterator[str]:
    if name in PNG_TEXTS:
        yield words.TEXTS
        if re.match(rb"(?i)author|copyright", body):
            yield words.AUTHOR
        if re.match(rb"(?i)comment|description", body):
            yield words.COMMENT
        if body.startswith(b"XML:com.adobe.xmp"):
            yield from _in_xmp(body)
    elif name == "eXIf":
        yield from _in_exif(body[:-4])
    elif name == "tIME":
        yield words.DATE
    elif name == "iCCP":
        yield words.COLOURS
    elif name not in PNG_PIXELS + PNG_COLOURS + PNG_HARMLESS:
        yield words.HIDDEN


def _in_webp(name: str, body: bytes) -> Iterator[str]:
    if name == "EXIF":
        yield from _in_exif(body.removeprefix(b"Exif\0\0"))
    elif name == "XMP ":
        yield from _in_xmp(body)
    elif name == "ICCP":
        yield words.COLOURS
    elif name not in ("VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"):
        yield words.HIDDEN


def _in_xmp(packet: bytes) -> Iterator[str]:
    yield words.XMP
    for pattern, word in XMP_WORDS.items():
        if re.search(pattern, packet):
            yield word


def _in_exif(block: bytes) -> Iterator[str]:
    """Words for an EXIF block; one that cannot be read is hidden data all the same."""
    found = set()
    try:
        exif = Image.Exif()
        exif.load(b"Exif\0\0" + block)
        if GPS_TAG in exif:
            found.add(words.GPS)
        if THUMBNAIL_TAG in exif.get_ifd(1):
            found.add(words.THUMBNAIL)
        tags = set(exif) | set(exif.get_ifd(EXIF_TAG))
        found.update(EXIF_WORDS[tag] for tag in tags & set(EXIF_WORDS))
        if not found and tags - EXIF_HARMLESS:
            found.add(words.HIDDEN)
    except Exception:  # as above
        found.add(words.HIDDEN)
    yield from found
