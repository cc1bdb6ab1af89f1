"""The pieces of JPEG, PNG and WebP files, found without decoding a pixel.

Sizes are read here first, so that no library is handed a picture that claims too much.
"""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from .limits import Refused
from .types import Type

# In the pixels of a JPEG, 0xFF is followed by 0 or by a restart marker; anything else is a marker.
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
SOI, EOI, SOS, COM, APP0 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0
FRAMES = {0xC0 + n for n in range(16)} - {0xC4, 0xC8, 0xCC}
ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length


class Piece(NamedTuple):
    """One segment or chunk: its name, where it begins, where its content begins, where it ends."""

    name: str
    start: int
    body: int
    end: int


def pieces_of(kind: Type, data: bytes) -> list[Piece]:
    """The pieces of a picture up to its end; what lies behind the last one is not part of it.

    Raises Refused for a file that ends before its end.
    """
    walk = {Type.JPEG: _jpeg, Type.PNG: _png, Type.WEBP: _webp}[kind]
    try:
        return list(walk(data))
    except (IndexError, struct.error):
        raise Refused("broken_picture") from None


def sizes_of(kind: Type, data: bytes, pieces: list[Piece]) -> list[tuple[int, int]]:
    """Every width and height that the picture declares; Refused where it declares none."""
    found = []
    for piece in pieces:
        body = data[piece.body : min(piece.end, piece.body + 16)]
        try:
            if kind is Type.JPEG and _marker(piece) in FRAMES:
                height, width = struct.unpack_from(">HH", body, 1)
            elif kind is Type.PNG and piece.name == "IHDR":
                width, height = struct.unpack_from(">II", body)
            elif kind is Type.WEBP and piece.name in ("VP8 ", "VP8L", "VP8X"):
                width, height = _webp_size(piece.name, body)
            else:
                continue
        except (IndexError, struct.error):
            raise Refused("broken_picture") from None
        found.append((width, height))
    if not found:
        raise Refused("broken_picture")
    return found


def _marker(piece: Piece) -> int:
    return int(piece.name, 16)


def _jpeg(data: bytes) -> Iterator[Piece]:
    """Segments, named by their marker in hexadecimal; a scan holds the pixels that follow it."""
    place = 0
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:
            place += 1
        if data[place] != 0xFF:
            raise Refused("broken_picture")
        marker, body = data[place + 1], place + 2
        if marker in (SOI, EOI) or marker in ALONE:
            end = body
        else:
            end = body + struct.unpack_from(">H", data, body)[0]
            body += 2
            if end < body or end > len(data):
                raise Refused("broken_picture")
        if marker == SOS:
            match = MARKER.search(data, end)
            if not match:
                raise Refused("broken_picture")
            end = match.start()
        yield Piece(f"{marker:02X}", place, body, end)
        if marker == EOI:
            return
        place = end


def _png(data: bytes) -> Iterator[Piece]:
    """Chunks, named as in the file; the four bytes of the checksum belong to the end."""
    place = 8
    while True:
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise Refused("broken_picture")
        yield Piece(name.decode("latin-1"), place, place + 8, end)
        if name == b"IEND":
            return
        place = end


def _webp(data: bytes) -> Iterator[Piece]:
    """Chunks, named as in the file; each begins at an even place."""
    last = 8 + struct.unpack_from("<I", data, 4)[0]
    if last > len(data):
        raise Refused("broken_picture")
    place = 12
    while place + 8 <= last:
        name, length = struct.unpack_from("<4sI", data, place)
        end = place + 8 + length
        if end > last:
            raise Refused("broken_picture")
        end = min(end + length % 2, last)
        yield Piece(name.decode("latin-1"), place, place + 8, end)
        place = end


def _webp_size(name: str, body: bytes) -> tuple[int, int]:
    if name == "VP8X":
        return (1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
    if name == "VP8L":
        bits = struct.unpack_from("<I", body, 1)[0]
        return (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    width, height = struct.unpack_from("<HH", body, 6)
    return (width & 0x3FFF, height & 0x3FFF)
