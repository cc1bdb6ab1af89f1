"""PDFs: rebuilt page by page into a new document, from what draws the pages and nothing else.

What is copied is a list of what is known to draw (`document_rules`), never the old file less
what is known to be bad. To be run through `sandbox`.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name

from . import cleaned as words
from .cleaned import Cleaned
from .document_parts import Copier
from .found import in_order
from .limits import MEGABYTE, MOST_BYTES, MOST_PAGES, Refused, check_bytes
from .types import Type

DECODED = 256 * MEGABYTE  # of one stream: 40 megapixels in CMYK fit
QPDF_LIMITS = {
    "parser_max_nesting": 100,
    "parser_max_errors": 0,  # read a content stream to its end
    "max_stream_filters": 3,
    "flate_max_memory": DECODED,
    "run_length_max_memory": DECODED,
    "png_max_memory": DECODED,
    "tiff_max_memory": DECODED,
    "doc_max_warnings": 10_000,
}
DAMAGE = (pikepdf.PdfError, pikepdf.PikepdfError, pikepdf.DataDecodingError, ValueError, TypeError,
          KeyError, IndexError, AttributeError, ArithmeticError, OSError, NotImplementedError,
          zlib.error)  # fmt: skip
INFO_WORDS = {
    "/Author": words.AUTHOR,
    "/Company": words.AUTHOR,
    "/Creator": words.DEVICE,
    "/Producer": words.DEVICE,
    "/CreationDate": words.DATE,
    "/ModDate": words.DATE,
    "/Title": words.TITLE,
    "/Subject": words.TITLE,
    "/Keywords": words.TITLE,
}
ROOT_WORDS = {
    "/Metadata": words.XMP,
    "/OpenAction": words.ACTIONS,
    "/AA": words.ACTIONS,
    "/AF": words.ATTACHMENTS,
    "/Collection": words.ATTACHMENTS,
    "/Outlines": words.BOOKMARKS,
    "/Dests": words.BOOKMARKS,
    "/AcroForm": words.FORM,
    "/OCProperties": words.LAYERS,
    "/StructTreeRoot": words.STRUCTURE,
    "/PieceInfo": words.HIDDEN,
    "/URI": words.LINKS,
    "/Threads": words.LINKS,
}
NAMES_WORDS = {
    "/JavaScript": words.SCRIPTS,
    "/EmbeddedFiles": words.ATTACHMENTS,
    "/Dests": words.BOOKMARKS,
}
PAGE_WORDS = {
    "/Metadata": words.XMP,
    "/AA": words.ACTIONS,
    "/AF": words.ATTACHMENTS,
    "/Thumb": words.THUMBNAIL,
    "/PieceInfo": words.HIDDEN,
    "/LastModified": words.DATE,
}
# Drawn over the page, often to hide a name. Dropped, they would show it; fixed into the page,
# the name would still be there to copy. So neither.
COVERING = {"/Square", "/Circle", "/Polygon", "/Ink", "/Stamp", "/FreeText", "/Highlight",
            "/Redact", "/Watermark"}  # fmt: skip
NOT_SHOWN = 2 | 32  # flags of an annotation: hidden, no view


def clean_document(data: bytes) -> Cleaned:
    """The pages of a PDF in a new one. Raises Refused for what is damaged or cannot be cleaned."""
    check_bytes(data)
    pikepdf.settings.set_qpdf_limits(**QPDF_LIMITS)
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False) as old:
            found = _found_around(data) | set(_found_in(old))
            pages, rebuilt = _rebuilt(old, found)
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    except (Refused, RecursionError):
        raise
    except DAMAGE:
        raise Refused("broken_pdf") from None
    if len(rebuilt) > MOST_BYTES:
        raise Refused("size")
    return Cleaned(rebuilt, Type.PDF, pages=pages, removed=in_order(found))


def _rebuilt(old: pikepdf.Pdf, found: set[str]) -> tuple[int, bytes]:
    """The number of pages and the new file; adds to `found` what was left out of the pages."""
    count = len(old.pages)
    if count > MOST_PAGES:
        raise Refused("pages")
    if not count:
        raise Refused("broken_pdf")
    _check_layers(old)
    for page in old.pages:
        found.update(_found_on(page))
    if words.FORM in found:
        _fix_form(old)
    with pikepdf.new() as new:
        copier = Copier(new)
        for page in old.pages:
            new.pages.append(pikepdf.Page(copier.page(page)))
        found |= copier.found
        out = BytesIO()
        new.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return count, out.getvalue()


def _found_around(data: bytes) -> set[str]:
    """What the bytes say before anything is read: what follows the end, earlier versions."""
    found = set()
    end = data.rfind(b"%%EOF")
    if end >= 0 and data[end + 5 :].strip(b"\r\n \0"):
        found.add(words.TRAILING)
    if data.count(b"%%EOF") > (2 if b"/Linearized" in data[:2048] else 1):
        found.add(words.EARLIER)
    return found


def _found_in(old: pikepdf.Pdf) -> Iterator[str]:
    """What the document says and does beside its pages."""
    root = old.Root
    yield from (word for key, word in ROOT_WORDS.items() if key in root)
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        yield from (word for key, word in NAMES_WORDS.items() if key in names)
    if _is_script(root.get("/OpenAction")):
        yield words.SCRIPTS
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary) and form.get("/SigFlags"):
        yield words.SIGNATURE
    info = old.trailer.get("/Info")
    if isinstance(info, Dictionary):
        yield from (word for key, word in INFO_WORDS.items() if info.get(key))
    if old.is_encrypted:
        yield words.PROTECTION


def _found_on(page: pikepdf.Page) -> Iterator[str]:
    """What a page says beside what it draws. Raises Refused for shapes laid over it."""
    yield from (word for key, word in PAGE_WORDS.items() if key in page.obj)
    annotations = page.obj.get("/Annots")
    for note in annotations if isinstance(annotations, pikepdf.Array) else ():
        if not isinstance(note, Dictionary):
            continue
        subtype = str(note.get("/Subtype", ""))
        if subtype in COVERING and not int(note.get("/F", 0)) & NOT_SHOWN:
            raise Refused("covered")
        yield words.FORM if subtype == "/Widget" else words.LINKS
        if subtype == "/FileAttachment":
            yield words.ATTACHMENTS
        if "/AA" in note or _is_script(note.get("/A")):
            yield words.SCRIPTS


def _is_script(action) -> bool:
    return isinstance(action, Dictionary) and "/JS" in action


def _check_layers(old: pikepdf.Pdf) -> None:
    """Raise Refused where a layer is hidden: in the new document all would be seen."""
    layers = old.Root.get("/OCProperties")
    shown = layers.get("/D") if isinstance(layers, Dictionary) else None
    if isinstance(shown, Dictionary) and (
        shown.get("/BaseState") == Name.OFF or len(shown.get("/OFF", []))
    ):
        raise Refused("layers")


def _fix_form(old: pikepdf.Pdf) -> None:
    """Draw the fields of a form into their pages, as filled in: without them a page may lie."""
    for page in old.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, pikepdf.Array):
            fields = [
                note
                for note in annotations
                if isinstance(note, Dictionary) and note.get("/Subtype") == Name.Widget
            ]
            page.obj.Annots = pikepdf.Array(fields)
    old.flatten_annotations("screen")
