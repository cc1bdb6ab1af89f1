"""Every hostile file: refused for its reason, or cleaned so that nothing planted is left."""

import io

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from cases.evidence import sandbox
from cases.evidence.containers import pieces_of
from cases.evidence.documents import clean_document
from cases.evidence.images import clean_image
from cases.evidence.limits import Refused
from cases.evidence.types import Type
from tests import exiftool
from tests.hostile_files import CLEANED, FILES, MARKERS, REFUSED

KEPT = {
    Type.JPEG: {"D8", "E0", "DB", "C0", "C4", "DA", "D9"},
    Type.PNG: {"IHDR", "IDAT", "IEND"},
    Type.WEBP: {"VP8 ", "VP8L"},
}
FORBIDDEN_KEYS = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/A", "/Names", "/EmbeddedFiles",
                  "/AF", "/EF", "/Annots", "/AcroForm", "/XFA", "/Metadata", "/Outlines",
                  "/PieceInfo", "/StructTreeRoot", "/OCProperties", "/OC", "/Properties", "/Thumb",
                  "/Info", "/Encrypt", "/URI", "/F", "/Ref", "/Dests"}  # fmt: skip


def again(cleaned):
    """The same file cleaned once more."""
    return (clean_document if cleaned.type is Type.PDF else clean_image)(cleaned.data)


def opened(data: bytes) -> Image.Image:
    """A picture, in RGB."""
    return Image.open(io.BytesIO(data)).convert("RGB")


def difference(one: bytes, other: bytes) -> float:
    """How much two pictures differ on average, of 255."""
    return max(ImageStat.Stat(ImageChops.difference(opened(one), opened(other))).mean)


def everything_in(cleaned) -> bytes:
    """The bytes as they are, and those of every object and stream of a PDF, decompressed."""
    found = [cleaned.data]
    if cleaned.type is Type.PDF:
        with pikepdf.open(io.BytesIO(cleaned.data)) as pdf:
            for part in [pdf.trailer, *pdf.objects]:
                found.append(part.unparse(resolved=True))
                if isinstance(part, pikepdf.Stream):
                    found += [part.read_raw_bytes(), bytes(part.unparse())]
                    if "/Filter" not in part or part.Filter == pikepdf.Name.FlateDecode:
                        found.append(part.read_bytes())
    return b"\n".join(found)


def keys_in(data: bytes) -> set[str]:
    """Every key of every dictionary of a PDF."""

    def keys(part):
        if isinstance(part, pikepdf.Array):
            return set().union(*map(keys, part))
        if not isinstance(part, pikepdf.Dictionary | pikepdf.Stream) or part.is_indirect:
            return set()
        return set(part.keys()).union(*(keys(value) for value in dict(part.items()).values()))

    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = set(pdf.trailer.keys())
        for part in pdf.objects:
            if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
                found |= set(part.keys())
                found = found.union(*(keys(part.get(key)) for key in list(part.keys())))
            else:
                found |= keys(part)
        return found


def test_there_are_enough_of_them():
    assert len(FILES) >= 60
    assert len({file.name for file in FILES}) == len(FILES)


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused(name):
    make, code = REFUSED[name]
    with pytest.raises(Refused) as refused:
        sandbox.clean(make())
    assert code in ("*", refused.value.code)
    assert refused.value.reason and refused.value.advice


@pytest.mark.parametrize("name", CLEANED)
def test_is_cleaned(name):
    cleaned = sandbox.clean(CLEANED[name]())
    assert cleaned.type in name.lower()
    whole = everything_in(cleaned)
    assert [marker for marker in MARKERS if marker in whole] == []
    second = again(cleaned)
    assert second.removed == []
    if cleaned.type is Type.PDF:
        assert keys_in(cleaned.data) & FORBIDDEN_KEYS == set()
        assert second.data == cleaned.data
        return
    assert {piece.name for piece in pieces_of(cleaned.type, cleaned.data)} <= KEPT[cleaned.type]
    assert opened(cleaned.data).size == (cleaned.width, cleaned.height)
    if cleaned.type is Type.PNG or b"VP8L" in cleaned.data[:20]:
        assert second.data == cleaned.data
    assert difference(cleaned.data, second.data) < 2


def test_says_what_it_removed():
    said = sandbox.clean(CLEANED["JPEG that says everything"]()).removed
    assert said == ["GPS position", "author", "device or software", "date", "thumbnail", "comment",
                    "editing data (XMP)", "press data (IPTC)", "colour profile",
                    "other hidden data"]  # fmt: skip
    said = sandbox.clean(CLEANED["PDF with links and notes"]()).removed
    assert said == ["links and notes", "scripts", "attached files"]
    assert (
        "earlier versions of the file"
        in clean_document(CLEANED["PDF with an earlier version"]()).removed
    )
    assert clean_document(CLEANED["PDF"]()).removed == []


@pytest.mark.parametrize("name", ["PDF", "PDF with a form", "PDF with a layer",
                                  "PDF with private data", "PDF that forbids copying"])  # fmt: skip
def test_a_pdf_still_draws_its_text_and_its_picture(name):
    before, after = CLEANED[name](), clean_document(CLEANED[name]()).data
    with pikepdf.open(io.BytesIO(after)) as pdf:
        (page,) = pdf.pages
        drawn = page.Contents.read_bytes()
        assert b"(Arrete municipal) Tj" in drawn and b"/Im0 Do" in drawn
        assert page.mediabox == [0, 0, 595, 842]
        assert page.Resources.Font.F1.BaseFont == "/Helvetica"
        picture = page.Resources.XObject.Im0.read_raw_bytes()
        if name == "PDF with a form":
            assert b"(Rempli) Tj" in b"".join(
                part.read_bytes() for part in pdf.objects
                if isinstance(part, pikepdf.Stream) and part.get("/Subtype") == "/Form"
            )  # fmt: skip
    with pikepdf.open(io.BytesIO(before)) as pdf:
        assert difference(pdf.pages[0].Resources.XObject.Im0.read_raw_bytes(), picture) == 0


@pytest.mark.exiftool
def test_exiftool_finds_nothing_left(tmp_path):
    for number, make in enumerate(CLEANED.values()):
        data = make()
        cleaned = (clean_document if data.lstrip()[:4] == b"%PDF" else clean_image)(data)
        (tmp_path / f"{number}{cleaned.type.extension}").write_bytes(cleaned.data)
    said, left = exiftool.left_in(tmp_path)
    assert len(said) == len(CLEANED)
    assert left == set()
