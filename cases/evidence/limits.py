"""How large evidence files may be, and every reason why one is refused."""

from django.utils.translation import gettext_lazy as _

MEGABYTE = 1_000_000
MOST_BYTES = 15 * MEGABYTE
MOST_MEGAPIXELS = 40
MOST_PIXELS = MOST_MEGAPIXELS * 1_000_000
LONGEST_SIDE = 16_000
MOST_FRAMES = 1
MOST_PAGES = 300
MOST_FILES = 10  # of one contribution

_SCREENSHOT = _("Open it, take a screenshot of what matters, and send that as PNG or JPEG.")
_PRINT = _("Open it, print it to a new PDF (“Print”, then “Save as PDF”), and send that one.")
_SMALLER = _("Make it smaller, or crop it to what matters, and send it again.")
_PHONE = _(
    "On an iPhone: Settings, Camera, Formats, “Most Compatible”; or share it as JPEG. "
    "On other devices, save it as JPEG or send a screenshot."
)
_EXPORT_PDF = _("Save it as PDF (“Export” or “Print to PDF”), and send the PDF.")
_EXPORT_PICTURE = _("Save it as JPEG or PNG, and send that.")

# code: (what is wrong, what to do instead)
REASONS = {
    "empty": (_("This file is empty."), _("Choose it again once your device has it in full.")),
    "size": (_("This file is larger than %(megabytes)s MB."), _SMALLER),
    "count": (
        _("A contribution may hold %(files)s files."),
        _("Send the ones that prove most, and the others with a second contribution."),
    ),
    "pixels": (_("This picture has more than %(megapixels)s million pixels."), _SMALLER),
    "side": (_("This picture is more than %(pixels)s pixels wide or high."), _SMALLER),
    "frames": (_("This picture moves: it is made of several."), _SCREENSHOT),
    "pages": (
        _("This PDF has more than %(pages)s pages."),
        _("Send only the pages that matter (“Print”, then a range of pages, to a new PDF)."),
    ),
    "broken_picture": (_("This picture is damaged or incomplete."), _SCREENSHOT),
    "broken_pdf": (_("This PDF is damaged or incomplete."), _PRINT),
    "locked": (
        _("This PDF is locked with a password."),
        _("Open it with the password, print it to a new PDF without one, and send that."),
    ),
    "layers": (
        _("This PDF has layers, some of them hidden: cleaning would show or lose them."),
        _PRINT,
    ),
    "covered": (
        _("Shapes or notes lie over the pages of this PDF: cleaning would show what they hide."),
        _("Send a screenshot of each page as PNG: what the shapes hide is then really gone."),
    ),
    "pdf_picture": (_("A picture inside this PDF is too large or cannot be cleaned."), _PRINT),
    "unusual": (_("This PDF uses a feature that cannot be cleaned."), _PRINT),
    "too_much": (
        _("This file takes more time or memory to clean than it may."),
        _SCREENSHOT,
    ),
    "failed": (_("This file could not be cleaned."), _SCREENSHOT),
    "busy": (
        _("Several files are being cleaned at this moment."),
        _("Send this one again in a minute; your text is kept."),
    ),
    "no_room": (
        _("This site has no room for files at the moment."),
        _("Your text is kept: add the file later, with the code of your receipt."),
    ),
    "two_kinds": (_("This file claims to be of two kinds at once."), _SCREENSHOT),
    "heic": (_("Pictures of the kind HEIC are not accepted."), _PHONE),
    "avif": (_("Pictures of the kinds AVIF, JPEG XL and JPEG 2000 are not accepted."), _PHONE),
    "gif": (_("GIF files are not accepted."), _EXPORT_PICTURE),
    "svg": (_("SVG drawings are not accepted: they can hold scripts."), _SCREENSHOT),
    "tiff": (_("Pictures of the kinds TIFF, BMP and PSD are not accepted."), _EXPORT_PICTURE),
    "eps": (_("PostScript files are not accepted: they are programs."), _EXPORT_PDF),
    "office": (_("Documents of Word, Excel, LibreOffice and the like are not accepted."),
               _EXPORT_PDF),
    "html": (_("Web pages are not accepted as files."), _EXPORT_PDF),
    "archive": (
        _("Archives (ZIP and the like) are not accepted."),
        _("Take the files out of it and send the pictures and PDFs one by one."),
    ),
    "video": (_("Films and sounds are not accepted."), _SCREENSHOT),
    "program": (_("Programs are not accepted."), _SCREENSHOT),
    "unknown": (_("This file is not a JPEG, PNG or WebP picture, nor a PDF."), _SCREENSHOT),
}  # fmt: skip

FIGURES = {
    "megabytes": MOST_BYTES // MEGABYTE,
    "megapixels": MOST_MEGAPIXELS,
    "pixels": LONGEST_SIDE,
    "pages": MOST_PAGES,
    "files": MOST_FILES,
}


class Refused(ValueError):
    """A file is not accepted. `reason` and `advice` are in the language of the reader.

    Only `code`, a key of REASONS, crosses from the child process, which knows no language.
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code if code in REASONS else "failed"

    @property
    def reason(self) -> str:
        """What is wrong with the file, in one sentence."""
        return REASONS[self.code][0] % FIGURES

    @property
    def advice(self) -> str:
        """What the contributor can do instead."""
        return str(REASONS[self.code][1])

    def __str__(self) -> str:
        """The reason and the advice."""
        return f"{self.reason} {self.advice}"


def check_bytes(data: bytes) -> None:
    """Raise Refused for a file that is empty or too large."""
    if not data:
        raise Refused("empty")
    if len(data) > MOST_BYTES:
        raise Refused("size")


def check_pixels(width: int, height: int) -> None:
    """Raise Refused for a picture that is too large to decode, or has no size at all."""
    if width < 1 or height < 1:
        raise Refused("broken_picture")
    if max(width, height) > LONGEST_SIDE:
        raise Refused("side")
    if width * height > MOST_PIXELS:
        raise Refused("pixels")


def check_count(files: int) -> None:
    """Raise Refused where a contribution would hold more than MOST_FILES files."""
    if files > MOST_FILES:
        raise Refused("count")
