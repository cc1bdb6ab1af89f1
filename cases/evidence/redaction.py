"""Pages of a PDF replaced by their own picture, black where something is to go.

The old page is left out of the file, so nothing under the black is there to be copied; the words
that remain stand over the picture as invisible text, to be found and read aloud. To be run
through `sandbox`.
"""

import math
import unicodedata
import zlib
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw

from .cleaned import Cleaned
from .documents import DAMAGE, QPDF_LIMITS
from .limits import MOST_BYTES, Refused, check_bytes
from .page_reading import SIDE, opened, words_of
from .types import Type

PER_INCH = 150
MOST_PIXELS = 6_000_000  # of one page: an A3 sheet
QUALITY = 75
COLOURS = 16  # of a page of text: smaller, and sharper, than a JPEG
MOST_COLOURS = 2_000  # that a page has before it counts as a photograph
LETTER = 0.6  # width of each letter of Courier, of its size
BESIDE = 0.05  # of which so much on each side is empty
TALL, DEEP = "bdfhklt!?()[]{}/|%&«»“”‘’'\"", "gjpqyçÇQ,;()[]{}/|"
KEPT_ROOT = ("/Type", "/Pages", "/Version")
Box = list[int]


def redact(data: bytes, boxes: dict[int, list[Box]]) -> Cleaned:
    """The PDF with these boxes of these pages (from 1) black, and their words gone.

    A box is [left, top, right, bottom] in ten-thousandths of the page as it is seen. A word
    that a box touches goes as a whole. Raises Refused for what is no PDF, or a page it has not.
    """
    check_bytes(data)
    pikepdf.settings.set_qpdf_limits(**QPDF_LIMITS)
    seen = opened(data)
    if not boxes or not all(1 <= number <= len(seen) for number in boxes):
        raise Refused("broken_pdf")
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False) as document:
            for number in sorted(boxes):
                _replace(document, seen, number - 1, boxes[number])
            _forget_the_rest(document)
            out = BytesIO()
            document.save(
                out, deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )  # fmt: skip
            pages = len(document.pages)
    except (pikepdf.PasswordError, pdfium.PdfiumError, *DAMAGE) as problem:
        raise problem if isinstance(problem, Refused) else Refused("broken_pdf") from None
    if out.tell() > MOST_BYTES:
        raise Refused("size")
    return Cleaned(out.getvalue(), Type.PDF, pages=pages)


def _replace(document: pikepdf.Pdf, seen: pdfium.PdfDocument, index: int, boxes: list[Box]) -> None:
    """Put a new page, a picture with invisible words, in the place of one page."""
    page = seen[index]
    across, down = page.get_size()
    if across <= 0 or down <= 0:
        raise Refused("broken_pdf")
    scale = min(PER_INCH / 72, math.sqrt(MOST_PIXELS / (across * down)))
    image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    _blacken(image, boxes)
    words = [word for word in words_of(seen, index)["words"] if _remains(word, boxes)]
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier, Encoding=Name.WinAnsiEncoding
    )
    fresh = document.make_indirect(Dictionary(Type=Name.Page, MediaBox=[0, 0, across, down]))
    fresh.Resources = Dictionary(
        Font=Dictionary(F=font), XObject=Dictionary(I=_picture(document, image))
    )
    drawn = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q\n" % (across, down)
    fresh.Contents = document.make_stream(drawn + _invisible(words, across, down))
    document.pages[index] = pikepdf.Page(fresh)


def _blacken(image: Image.Image, boxes: list[Box]) -> None:
    """Burn the boxes into the pixels, rounded outwards."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    for left, top, right, bottom in boxes:
        corner = (left * width // SIDE, top * height // SIDE)
        other = (math.ceil(right * width / SIDE) - 1, math.ceil(bottom * height / SIDE) - 1)
        if other[0] >= corner[0] and other[1] >= corner[1]:
            draw.rectangle((*corner, *other), fill=0)


def _remains(word: list, boxes: list[Box]) -> bool:
    """True for a word that is seen on the page and that no box touches."""
    _text, left, top, right, bottom = word
    if left >= right or top >= bottom:  # beside the page, or without any extent
        return False
    return not any(
        left <= box[2] and right >= box[0] and top <= box[3] and bottom >= box[1] for box in boxes
    )


def _picture(document: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    """The picture of a page as a part of a PDF: a page of text in few colours, which is sharper
    and smaller, all else as a JPEG.
    """
    keys = {"Type": Name.XObject, "Subtype": Name.Image, "Width": image.width,
            "Height": image.height}  # fmt: skip
    out = BytesIO()
    if not image.getcolors(MOST_COLOURS):
        image.save(out, "JPEG", quality=QUALITY)
        keys |= {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode}
        return pikepdf.Stream(document, out.getvalue(), Dictionary(**keys))
    few = image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    table = list(few.getpalette()[: COLOURS * 3])
    table += [0] * (COLOURS * 3 - len(table))
    # Colours are means of like ones: what was burnt black is to stay wholly black.
    darkest = min(range(COLOURS), key=lambda place: sum(table[place * 3 : place * 3 + 3]))
    table[darkest * 3 : darkest * 3 + 3] = [0, 0, 0]
    space = pikepdf.Array([Name.Indexed, Name.DeviceRGB, COLOURS - 1, pikepdf.String(bytes(table))])
    keys |= {"ColorSpace": space, "BitsPerComponent": 4, "Filter": Name.FlateDecode}
    return pikepdf.Stream(document, zlib.compress(_in_halves(few)), Dictionary(**keys))


def _in_halves(image: Image.Image) -> bytes:
    """The numbers of the colours, two in each byte, each line filled up to a whole byte."""
    if image.width % 2:
        image = image.crop((0, 0, image.width + 1, image.height))
    pixels = image.tobytes()
    return bytes(16 * left + right for left, right in zip(pixels[::2], pixels[1::2], strict=True))


def _invisible(words: list, across: float, down: float) -> bytes:
    """The instructions that write words where they stood, in text that is not painted.

    Each letter fills the box of its word, so that a word is found, marked, and blacked out
    another day, where it is seen.
    """
    parts = [b"BT 3 Tr"]
    for text, left, top, right, bottom in words:
        # What no code of Western Europe writes is left out of the text, not of the picture.
        coded = unicodedata.normalize("NFKC", text).encode("cp1252", "ignore")
        if not coded:
            continue
        above, below = _extent(coded.decode("cp1252"))
        size = max(1.0, (bottom - top) / SIDE * down / (above + below))
        stretch = (right - left) / SIDE * across / (size * (LETTER * len(coded) - 2 * BESIDE))
        place = (left / SIDE * across - BESIDE * size * stretch,
                 (1 - bottom / SIDE) * down + below * size)  # fmt: skip
        parts.append(
            b"/F %.2f Tf %.2f Tz 1 0 0 1 %.2f %.2f Tm <%s> Tj"
            % (size, stretch * 100, *place, (coded + b" ").hex().encode())
        )
    return b"\n".join([*parts, b"ET"])


def _extent(text: str) -> tuple[float, float]:
    """How far Courier draws a word above and below its line, of its size; rather too little."""
    above = 0.40
    if any(char.isupper() or char.isdigit() or char in TALL for char in text):
        above = 0.55
    if any(unicodedata.decomposition(char) for char in text):  # an accent
        above = 0.70 if any(char.isupper() for char in text) else 0.58
    return above, 0.13 if any(char in DEEP for char in text) else 0.0


def _forget_the_rest(document: pikepdf.Pdf) -> None:
    """Leave nothing that still leads to what a replaced page drew.

    A page often lists what all pages draw: what it does not draw itself goes from its list.
    """
    for key in set(document.Root.keys()) - set(KEPT_ROOT):
        del document.Root[key]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    for page in document.pages:
        for key in ("/Thumb", "/PieceInfo", "/Metadata", "/Annots", "/B", "/StructParents"):
            if key in page.obj:
                del page.obj[key]
    document.remove_unreferenced_resources()
