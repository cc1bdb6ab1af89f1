"""What a file is, from its bytes alone: neither its name nor what the browser says counts."""

import enum
import re

from .limits import Refused, check_bytes


class Type(enum.StrEnum):
    """The kinds of file that are accepted."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"

    @property
    def content_type(self) -> str:
        """What the file is served as."""
        return "application/pdf" if self is Type.PDF else f"image/{self.value}"

    @property
    def extension(self) -> str:
        """The end of the stored name, with its dot."""
        return ".jpg" if self is Type.JPEG else f".{self.value}"

    @classmethod
    def named(cls, name: str) -> "Type":
        """The kind of a stored file, which its name says: we gave it."""
        return next(kind for kind in cls if name.endswith(kind.extension))


# Where programs look for the kind of a file: PDF readers in the first kilobyte, browsers in less.
HEAD = 1024
START = rb"\A(?:\xef\xbb\xbf)?\s*"

ACCEPTED = {
    Type.JPEG: re.compile(rb"\A\xff\xd8\xff"),
    Type.PNG: re.compile(rb"\A\x89PNG\r\n\x1a\n"),
    Type.WEBP: re.compile(rb"\ARIFF....WEBPVP8[ LX]", re.DOTALL),
    Type.PDF: re.compile(START + rb"%PDF-[12]\.\d"),
}
REFUSED = {
    "heic": rb"\A....ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)",
    "avif": rb"\A(?:....ftyp(?:avi[fs])|\xff\x0a|\0\0\0\x0cJXL |\0\0\0\x0cjP  |\xff\x4f\xff\x51)",
    "gif": rb"\AGIF8[79]a",
    "tiff": rb"\A(?:II[*+]\0|MM\0[*+]|BM....\0\0\0\0|8BPS\0)",
    "eps": START + rb"%!PS|\A\xc5\xd0\xd3\xc6",
    "svg": START + rb"(?:<\?xml.*|<!--.*|<!doctype\s+)?<?svg[\s>:]",
    "html": START + rb"(?:<!doctype html|<(?:html|head|body|script|meta|title|iframe|\?xml|!--))",
    "office": rb"\A(?:\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf"
    rb"|PK\x03\x04.*(?:word/|xl/|ppt/|\[Content_Types\]|mimetypeapplication/vnd\.))",
    "archive": rb"\A(?:PK(?:\x03\x04|\x05\x06|\x07\x08)|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ"
    rb"|\x28\xb5\x2f\xfd|.{257}ustar)",
    "video": rb"\A(?:....(?:ftyp|moov|mdat)|\x1aE\xdf\xa3|OggS|ID3|RIFF....(?:AVI |WAVE)|FLV\x01)",
    "program": rb"\A(?:MZ|\x7fELF|#!|\xca\xfe\xba\xbe|[\xcf\xce]\xfa\xed\xfe)",
}
OTHER_KINDS = {
    code: re.compile(pattern, re.DOTALL | re.IGNORECASE) for code, pattern in REFUSED.items()
}
# What makes another program take the file for something else, wherever in its head it stands.
SECOND_KIND = re.compile(
    rb"%PDF-|%!PS|PK\x03\x04|<!doctype|<html|<head|<body|<script|<svg|<iframe|<\?php",
    re.IGNORECASE,
)


def type_of(data: bytes) -> Type:
    """The kind of a file.

    Raises Refused, with advice for the kinds that people send most, where the file is empty,
    too large, of another kind, or where its head says two things.
    """
    check_bytes(data)
    head = data[:HEAD]
    for kind, signature in ACCEPTED.items():
        if match := signature.match(head):
            if SECOND_KIND.search(head, match.end()):
                raise Refused("two_kinds")
            return kind
    # A PDF that begins as something else is what PDF readers would still open.
    if SECOND_KIND.search(head) and b"%PDF-" in head:
        raise Refused("two_kinds")
    for code, signature in OTHER_KINDS.items():
        if signature.match(data[: 4 * HEAD]):
            raise Refused(code)
    raise Refused("unknown")
