"""The pages of a cleaned PDF: their words, where each stands, and what a page looks like.

To be run through `sandbox`: PDFium meets hostile bytes here.
"""

import ctypes
from io import BytesIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from .cleaned import Cleaned
from .limits import Refused
from .types import Type

SIDE = 10_000  # boxes are in ten-thousandths of the width and of the height of the page
MOST_CHARACTERS = 20_000  # of one page; a page of a newspaper has about half
MOST_HEIGHT = 4  # times the width: a longer page is drawn narrower
QUALITY = 80


def read_pages(data: bytes, first: int, last: int) -> dict:
    """Pages `first` to `last` (from 1): the number of pages, and for each its text and words.

    A word is [word, left, top, right, bottom]. A page that has no words, or cannot be read, has
    an empty text. Raises Refused for what is no PDF.
    """
    document = opened(data)
    count = len(document)
    pages = [words_of(document, number - 1) for number in range(first, min(last, count) + 1)]
    return {"count": count, "pages": pages}


def render_page(data: bytes, number: int, width: int) -> Cleaned:
    """One page as a JPEG so many pixels wide. Raises Refused where it cannot be drawn."""
    document = opened(data)
    if not 1 <= number <= len(document):
        raise Refused("broken_pdf")
    try:
        page = document[number - 1]
        across, down = page.get_size()
        if across <= 0 or down <= 0:
            raise Refused("broken_pdf")
        scale = width / across * min(1, MOST_HEIGHT * across / down)
        image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except pdfium.PdfiumError:
        raise Refused("broken_pdf") from None
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return Cleaned(out.getvalue(), Type.JPEG, *image.size)


def opened(data: bytes) -> pdfium.PdfDocument:
    """The document that the bytes are. Raises Refused where they are none."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise Refused("broken_pdf") from None


def words_of(document: pdfium.PdfDocument, index: int) -> dict:
    """Text and words of one page, counted from 0, as `read_pages` gives them."""
    try:
        page = document[index]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return {"text": "", "words": []}
    number = min(text.count_chars(), MOST_CHARACTERS)
    characters = [_character(raw.FPDFText_GetUnicode(text, i)) for i in range(number)]
    words, start = [], None
    for i in range(number + 1):
        blank = i == number or characters[i].isspace()
        if not blank and start is None:
            start = i
        elif blank and start is not None:
            word = "".join(characters[start:i])
            words.append([word, *_box(page, text, start, i)])
            start = None
    whole = "".join(characters).replace("\r\n", "\n").strip()
    return {"text": whole, "words": words}


def _character(code: int) -> str:
    """A character that a database stores; what is none, or half of one, is a space or nothing."""
    if code < 32 and code not in (10, 13):
        return " "
    if code in (0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    return chr(code)


def _box(page, text, start: int, end: int) -> list[int]:
    """The box around some characters, as the page is seen: turned and cropped."""
    across, down = [], []
    for i in range(start, end):
        left, bottom, right, top = text.get_charbox(i)
        for x, y in ((left, bottom), (right, top)):
            seen_x, seen_y = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(page, 0, 0, SIDE, SIDE, 0, x, y, seen_x, seen_y)
            across.append(min(SIDE, max(0, seen_x.value)))
            down.append(min(SIDE, max(0, seen_y.value)))
    return [min(across), min(down), max(across), max(down)]
