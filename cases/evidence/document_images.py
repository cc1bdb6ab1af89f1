"""Pictures inside a PDF: kept at their quality, without what stands beside the pixels."""

import math
import struct
import zlib

import pikepdf
from pikepdf import Array, Name, Stream

from . import cleaned as words
from .containers import APP0, COM, pieces_of, sizes_of
from .found import found_in
from .limits import Refused, check_pixels
from .types import Type

ADOBE = APP0 + 14  # says how colours are coded: the one segment that pixels need
ADOBE_LENGTH = 16
JP2_KEPT = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")
J2K_START, J2K_TILE, J2K_COMMENT = b"\xff\x4f", b"\xff\x90", b"\xff\x64"
COMPONENTS = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/CalGray": 1, "/CalRGB": 3,
              "/Lab": 3, "/Indexed": 1, "/Separation": 1}  # fmt: skip
Data = tuple[set[str], bytes, Name | None, object]


def image_data(old: Stream, components: int) -> Data:
    """What was found, the data, its filter and the parameters of that, for a new picture.

    Raises Refused where the picture is too large, damaged, or coded in a way that hides things.
    """
    try:
        check_pixels(int(old.get("/Width", 0)), int(old.get("/Height", 0)))
        filters, parameters = _listed(old.get("/Filter")), _listed(old.get("/DecodeParms"))
        last = str(filters[-1]) if filters else ""
        given = parameters[-1] if len(parameters) == len(filters) and parameters else None
        if last == "/DCTDecode":
            found, data = without_segments(_peeled(old, filters, parameters))
            return found, data, Name.DCTDecode, given
        if last == "/JPXDecode":
            data = without_boxes(_peeled(old, filters, parameters))
            return set(), data, Name.JPXDecode, None
        if last in ("/CCITTFaxDecode", "/JBIG2Decode"):
            return set(), _peeled(old, filters, parameters), Name(last), given
        if [str(name) for name in filters] == ["/FlateDecode"]:
            return set(), _deflated(old, given, components), Name.FlateDecode, given
        return set(), old.read_bytes()[: _most(old, None, components)], None, None
    except Refused:
        raise Refused("pdf_picture") from None


def components_of(image: Stream) -> int:
    """How many numbers make one pixel of a copied picture."""
    space = image.get("/ColorSpace")
    if space is None:
        return 1
    if isinstance(space, Array) and space[0] == Name.DeviceN:
        return len(space[1])
    family = str(space[0] if isinstance(space, Array) else space)
    if family not in COMPONENTS:
        raise Refused("pdf_picture")
    return COMPONENTS[family]


def without_segments(data: bytes) -> tuple[set[str], bytes]:
    """What a JPEG held beside its pixels, and the JPEG without it, its pixels untouched."""
    pieces = pieces_of(Type.JPEG, data)
    for width, height in sizes_of(Type.JPEG, data, pieces):
        check_pixels(width, height)
    found = set(found_in(Type.JPEG, data, pieces)) - {words.TRAILING}
    kept = []
    for piece in pieces:
        marker = int(piece.name, 16)
        if marker == ADOBE and data[piece.body : piece.body + 5] == b"Adobe":
            head = struct.pack(">BBH", 0xFF, ADOBE, ADOBE_LENGTH - 2)
            kept.append(head + data[piece.body : piece.body + ADOBE_LENGTH - 4])
        elif marker != COM and not APP0 <= marker < 0xFE:
            kept.append(data[piece.start : piece.end])
    return found, b"".join(kept)


def without_boxes(data: bytes) -> bytes:
    """A JPEG 2000 without XML, identifiers and comments, its pixels untouched."""
    if data.startswith(J2K_START):
        return _without_comments(data)
    kept, place = [], 0
    while place + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        head = 8
        if length == 1:
            if place + 16 > len(data):
                raise Refused("pdf_picture")
            length, head = struct.unpack_from(">Q", data, place + 8)[0], 16
        end = place + length if length else len(data)
        if end < place + head or end > len(data):
            raise Refused("pdf_picture")
        if name in JP2_KEPT:
            body = data[place + head : end]
            body = _without_comments(body) if name == b"jp2c" else body
            kept.append(struct.pack(">I4s", len(body) + 8, name) + body)
        place = end
    return b"".join(kept)


def _without_comments(stream: bytes) -> bytes:
    """A JPEG 2000 code stream without the comments of its main header."""
    if not stream.startswith(J2K_START):
        raise Refused("pdf_picture")
    kept, place = [J2K_START], 2
    while stream[place : place + 2] != J2K_TILE:
        if place + 4 > len(stream) or stream[place] != 0xFF:
            raise Refused("pdf_picture")
        end = place + 2 + struct.unpack_from(">H", stream, place + 2)[0]
        if stream[place : place + 2] != J2K_COMMENT:
            kept.append(stream[place:end])
        place = end
    return b"".join([*kept, stream[place:]])


def _listed(value) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _peeled(old: Stream, filters: list, parameters: list) -> bytes:
    """The data as its last filter takes it, the filters before that undone."""
    raw = old.read_raw_bytes()
    if len(filters) == 1:
        return raw
    with pikepdf.new() as workshop:
        outer = Stream(workshop, raw)
        outer.Filter = Array(filters[:-1])
        return outer.read_bytes()


def _most(old: Stream, parameters, components: int) -> int:
    """How many bytes the pixels take; what lies behind them is not shown by anything."""
    bits = 1 if old.get("/ImageMask") else int(old.get("/BitsPerComponent", 8))
    row = math.ceil(int(old.Width) * components * bits / 8)
    predictor = int(parameters.get("/Predictor", 1)) if parameters is not None else 1
    return (row + (predictor >= 10)) * int(old.Height)


def _deflated(old: Stream, parameters, components: int) -> bytes:
    """The compressed pixels as they are, or compressed anew where more is packed with them."""
    raw, most = old.read_raw_bytes(), _most(old, parameters, components)
    stream = zlib.decompressobj()
    pixels = stream.decompress(raw, most)
    more = stream.decompress(stream.unconsumed_tail, 1) if stream.unconsumed_tail else b""
    if more or stream.unused_data or not stream.eof:
        return zlib.compress(pixels)
    return raw
