"""Evidence files that mean harm or say too much, made here: no such file is in the repository.

Each is `Hostile(name, make, fate)`: `make()` gives the bytes, `fate` is "cleaned" or the code of
the refusal. Those that are cleaned carry MARKERS, of which nothing may be left.
"""

import gzip
import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms

AUTHOR, SERIAL, COMMENT = "Jeanne Deposante", "SN-0042-4242", "planted comment"
SCRIPT = b"<script>alert('planted')</script>"
XMP = (
    f"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    f"<rdf:Description exif:GPSLatitude='48,51.504N' dc:creator='{AUTHOR}' "
    f"xmp:CreateDate='2024-05-01' aux:SerialNumber='{SERIAL}'/></x:xmpmeta><?xpacket end='w'?>"
).encode()
# Searched in the raw bytes of what comes out, and in every stream of it once decompressed.
MARKERS = [AUTHOR.encode(), AUTHOR.encode("utf-16-be"), SERIAL.encode(), COMMENT.encode(), SCRIPT,
           b"<script", b"xmpmeta", b"xpacket", b"GPSLatitude", b"Exif\0", b"ICC_PROFILE",
           b"Photoshop 3.0", b"PK\x03\x04", b"/JavaScript", b"/JS", b"/OpenAction", b"/AA",
           b"/EmbeddedFile", b"/Filespec", b"/Launch", b"/URI", b"/Annots", b"/AcroForm", b"/XFA",
           b"/Outlines", b"/Metadata", b"/Info", b"/PieceInfo", b"/StructTreeRoot",
           b"/OCProperties", b"/Thumb", b"/Encrypt", b"/RichMedia", b"planted"]  # fmt: skip


class Hostile(NamedTuple):
    """One file: what it is, how its bytes are made, and what must become of it."""

    name: str
    make: Callable[[], bytes]
    fate: str


@cache
def picture(width=96, height=64, mode="RGB") -> Image.Image:
    """A small picture with soft colours and a sharp square."""
    red = Image.linear_gradient("L").resize((width, height))
    green = red.transpose(Image.Transpose.ROTATE_180)
    image = Image.merge("RGB", (red, green, Image.new("L", (width, height), 90)))
    image.paste((250, 250, 250), (10, 10, 30, 30))
    return image.convert(mode)


def saved(kind: str, image=None, **options) -> bytes:
    """The bytes of a picture, by Pillow."""
    out = io.BytesIO()
    (image or picture()).save(out, kind, **options)
    return out.getvalue()


def exif(thumbnail=False, **tags) -> bytes:
    """EXIF with a position, an author, a device, a date, and perhaps a thumbnail."""
    block = Image.Exif()
    block[0x010F], block[0x0110], block[0x013B] = "Acme", f"Spy {SERIAL}", AUTHOR
    block[0x0132], block[0x010E] = "2024:05:01 10:00:00", COMMENT
    block[0x8769] = {0xA431: SERIAL, 0x9286: COMMENT.encode(), 0x9003: "2024:05:01 10:00:00"}
    block[0x8825] = {1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)}
    block.update({int(tag[1:]): value for tag, value in tags.items()})
    return block.tobytes()


def inserted(data: bytes, *segments: tuple[int, bytes], at=2) -> bytes:
    """A JPEG with more segments after its beginning."""
    added = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in segments
    )
    return data[:at] + added + data[at:]


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunks(*chunks: bytes, data=b"") -> bytes:
    """A PNG with more chunks after its header."""
    data = data or saved("PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def empty_png(width: int, height: int, bits=8, colour=2) -> bytes:
    """A PNG that claims a size and holds one line of pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP made of chunks."""
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def display_profile() -> bytes:
    """A colour profile of a screen whose red is blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"-XYZ"), (b"bXYZ", b"rXYZ"), (b"-XYZ", b"bXYZ")):
        profile = profile.replace(old, new, 1)
    return profile.replace("sRGB".encode("utf-16-be"), "plan".encode("utf-16-be"))


def second_picture() -> bytes:
    """A JPEG with another behind it, as telephones make them."""
    out = io.BytesIO()
    picture().save(out, "MPO", save_all=True, append_images=[picture(32, 32)])
    return out.getvalue()


def huge_png(side: int) -> bytes:
    """A real PNG of one colour, small on the disk and huge in memory."""
    line = zlib.compressobj()
    packed = b"".join(line.compress(b"\0" * (side * 3 + 1)) for _ in range(side)) + line.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def invisible_ink() -> bytes:
    """A PNG whose transparent half keeps its colours."""
    image = picture(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size).point(lambda v: 255 * (v > 127)))
    return saved("PNG", image)


# --- PDF ------------------------------------------------------------------------------------


class Pdf:
    """A PDF of one page with a picture and a line of text, to be made worse."""

    def __init__(self, content=b"q 200 0 0 100 50 500 cm /Im0 Do Q\n", pages=1):
        self.pdf = pikepdf.new()
        for _ in range(pages):
            self.pdf.add_blank_page(page_size=(595, 842))
        self.page = self.pdf.pages[0]
        self.root = self.pdf.Root
        text = b"BT /F1 24 Tf 50 700 Td (Arrete municipal) Tj ET\n"
        self.page.Contents = self.pdf.make_stream(text + content)
        self.page.Resources = Dictionary(
            Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1,
                                          BaseFont=Name.Helvetica)),
            XObject=Dictionary(Im0=self.image()),
        )  # fmt: skip

    def image(self, data=b"", **keys):
        """A JPEG as a picture of the document."""
        image = self.pdf.make_stream(data or saved("JPEG"))
        image.update(Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=96, Height=64,
                                ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
                                Filter=Name.DCTDecode, **keys))  # fmt: skip
        return image

    def script(self) -> Dictionary:
        """An action that runs JavaScript."""
        return Dictionary(S=Name.JavaScript, JS=String("app.alert('planted')"))

    def note(self, subtype: str, **keys) -> None:
        """Lay an annotation on the page."""
        note = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=[50, 50, 200, 100],
                          Contents=String(COMMENT), T=String(AUTHOR), **keys)  # fmt: skip
        self.page.Annots = Array([*self.page.get("/Annots", []), self.pdf.make_indirect(note)])

    def done(self, **options) -> bytes:
        """The bytes."""
        out = io.BytesIO()
        self.pdf.save(out, **options)
        return out.getvalue()


def pdf(change: Callable[[Pdf], object] = lambda made: None, **options) -> Callable[[], bytes]:
    """A maker of a PDF that `change` made worse, saved with `options`."""

    def make():
        made = Pdf()
        change(made)
        return made.done(**options)

    return make


def stream(made: Pdf, data=b"planted", **keys):
    made_stream = made.pdf.make_stream(data)
    made_stream.update(Dictionary(**keys))
    return made_stream


def info(made):
    for key, value in {"/Author": AUTHOR, "/Title": "planted", "/Producer": SERIAL}.items():
        made.pdf.docinfo[key] = value


def metadata(made):
    made.root.Metadata = stream(made, XMP, Type=Name.Metadata, Subtype=Name.XML)
    made.page.obj.Metadata = made.root.Metadata
    made.page.Resources.XObject.Im0.Metadata = made.root.Metadata


def launch(made):
    made.root.OpenAction = Dictionary(
        S=Name.Launch, F=String("planted.exe"), Win=Dictionary(F=String("cmd.exe"))
    )


def attachment(made):
    made.pdf.attachments["planted.zip"] = b"PK\x03\x04planted"


def named_script(made):
    made.root.Names = Dictionary(JavaScript=Dictionary(Names=[String("planted"), made.script()]))


def actions(made):
    made.root.AA = Dictionary(WC=made.script())
    made.page.AA = Dictionary(O=made.script())
    made.root.OpenAction = made.script()


def links(made):
    made.note("/Link", A=Dictionary(S=Name.URI, URI=String("https://planted.example/")))
    made.note("/Text", A=made.script())
    made.note("/FileAttachment", FS=Dictionary(Type=Name.Filespec, F=String("planted"),
                                               EF=Dictionary(F=stream(made))))  # fmt: skip
    made.note("/RichMedia")


def form(made):
    look = stream(made, b"BT /F1 12 Tf 5 5 Td (Rempli) Tj ET", Subtype=Name.Form,
                  BBox=[0, 0, 150, 50], Resources=made.page.Resources)  # fmt: skip
    made.note("/Widget", FT=Name.Tx, V=String("Rempli"), AP=Dictionary(N=look), F=4,
              AA=Dictionary(K=made.script()))  # fmt: skip
    made.root.AcroForm = Dictionary(Fields=made.page.Annots, XFA=stream(made, b"<xdp>planted"),
                                    CO=made.page.Annots, SigFlags=3)  # fmt: skip


def layers(**settings):
    def change(made):
        group = made.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("planted")))
        made.page.Resources.Properties = Dictionary(MC0=settings.get("member", group))
        made.page.contents_add(b"/OC /MC0 BDC (planted) pop EMC\n")
        off = [group] if settings.get("off") else []
        made.root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=off))

    return change


def not_when_on(made):
    layers(member=Dictionary(Type=Name.OCMD, P=Name.AllOff))(made)


def outlines(made):
    item = made.pdf.make_indirect(Dictionary(Title=String("planted"), A=made.script()))
    made.root.Outlines = Dictionary(First=item, Last=item, Count=1)


def private_data(made):
    made.page.PieceInfo = Dictionary(Planted=Dictionary(Private=String(AUTHOR)))
    made.page.Thumb = made.image()
    made.root.StructTreeRoot = Dictionary(K=Dictionary(S=Name.Figure, Alt=String(COMMENT)))
    made.root.AF = Array([Dictionary(Type=Name.Filespec, Desc=String(COMMENT))])
    made.root.URI = Dictionary(Base=String("https://planted.example"))
    made.root.PlantedKey = String(AUTHOR)


def in_contents(made):
    made.page.contents_add(
        b"% planted comment\n/Span <</ActualText (planted) /E (planted)>> BDC q Q EMC\n"
        b"/Planted MP (planted) Planted BX (planted) zz EX\n"
    )


def camera_jpeg(made):
    made.page.Resources.XObject.Im0 = made.image(spoken_jpeg())


def tail(made):
    pixels = zlib.compress(picture().tobytes() + b"planted" * 99) + b"planted"
    image = made.image(pixels)
    image.Filter = Name.FlateDecode
    made.page.Resources.XObject.Im0 = image


def profile(made):
    made.page.Resources.XObject.Im0.ColorSpace = Array(
        [Name.ICCBased, stream(made, b"planted profile " + AUTHOR.encode(), N=3)]
    )


def outer_reference(made):
    shape = stream(made, b"% planted\n0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form,
                   BBox=[0, 0, 50, 50], Ref=Dictionary(F=String("planted")), LastModified=AUTHOR,
                   PieceInfo=Dictionary(P=AUTHOR), OPI=Dictionary(P=AUTHOR))  # fmt: skip
    shape.Resources = Dictionary(XObject=Dictionary(Self=shape))  # and a ring
    made.page.Resources.XObject.Fm0 = shape
    made.page.contents_add(b"/Fm0 Do\n")


def glyph_map(made):
    made.page.Resources.Font.F1.ToUnicode = stream(
        made, f"%%Creator: {AUTHOR}\nbegincmap\n% {COMMENT}\nendcmap".encode()
    )


def postscript(made):
    made.page.Resources.XObject.PS = stream(made, Type=Name.XObject, Subtype=Name.PS)


def deflated(made, width=96, height=64, data=b"", **keys):
    image = made.image(zlib.compress(data or b"\0" * 100))
    image.update(Dictionary(Filter=Name.FlateDecode, Width=width, Height=height, **keys))
    made.page.Resources.XObject.Im0 = image


def huge_inside(made):
    claimed = inserted(saved("JPEG"), (0xC0, b"\x08\xff\xff\xff\xff\x01\x01\x11\0"))
    made.page.Resources.XObject.Im0 = made.image(claimed)


def content_bomb(made):
    made.page.Contents = made.pdf.make_stream(b"")
    made.page.Contents.write(bomb(), filter=Name.FlateDecode)


@cache
def bomb() -> bytes:
    """400 MB of spaces, packed into 2 MB."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(400)) + packer.flush()


def twice_packed(made):
    made.page.Contents = made.pdf.make_stream(b"")
    made.page.Contents.write(zlib.compress(bomb()), filter=Array([Name.FlateDecode] * 2))


def many_instructions(made):
    made.page.Contents = made.pdf.make_stream(b"q Q " * 12_000_000)


def object_stream_bomb() -> bytes:
    body = zlib.compress(b"1 0 " * 10_000_000)
    return assembled([f"<</Type/ObjStm/N 10000000/First 40000000/Filter/FlateDecode"
                      f"/Length {len(body)}>>stream\n".encode() + body + b"\nendstream",
                      b"<</Type/Catalog/Pages 3 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"],
                     root=2)  # fmt: skip


def assembled(objects: list[bytes], root=1) -> bytes:
    """A PDF from its objects, with a table that is right."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\n"
                  b"startxref\n%d\n%%%%EOF\n") % (len(places) + 1, table, len(places) + 1, root,
                                                   len(out))  # fmt: skip


def deep_tree(depth: int) -> bytes:
    """A page at the end of a chain of nodes."""
    nodes = [b"<</Type/Catalog/Pages 2 0 R>>"]
    nodes += [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 3) for number in range(depth)]
    return assembled([*nodes, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth + 1)])


def ring_of_pages() -> bytes:
    return assembled([b"<</Type/Catalog/Pages 2 0 R>>",
                      b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"])  # fmt: skip


def nested_arrays() -> bytes:
    nest = b"[" * 50_000 + b"]" * 50_000
    return assembled([b"<</Type/Catalog/Pages 2 0 R/Nest %s>>" % nest,
                      b"<</Type/Pages/Count 0/Kids[]>>"])  # fmt: skip


def earlier_version() -> bytes:
    """A PDF of which a second version, without a text, was appended."""
    first = assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                       b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
                       b"<</Length 14>>stream\n(planted) pop \nendstream"])  # fmt: skip
    second = first + b"4 0 obj\n<</Length 2>>stream\nq \nendstream\nendobj\n"
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Prev %d>>\n"
    end = b"startxref\n%d\n%%%%EOF\n" % len(second)
    return second + table % (len(first), first.rindex(b"xref\n0 ")) + end


def spoken_jpeg() -> bytes:
    """A JPEG with everything that a JPEG can say."""
    data = saved("JPEG", exif=exif(), comment=COMMENT, icc_profile=display_profile())
    return inserted(
        data,
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        (0xED, b"Photoshop 3.0\x008BIM" + AUTHOR.encode()),
        (0xEB, b"planted" * 20),
        (0xE0, b"JFXX\0\x10" + saved("JPEG", picture(16, 16))),
        at=data.index(b"\xff\xdb"),
    )


def every_action(made):
    """Actions that send, fetch, play or go elsewhere, one after the other."""
    kinds = ["SubmitForm", "ImportData", "GoToR", "GoToE", "Named", "Sound", "Movie", "Rendition",
             "Hide", "Thread", "Trans", "SetOCGState", "GoTo3DView"]  # fmt: skip
    chain = made.script()
    for kind in kinds:
        chain = Dictionary(S=Name(f"/{kind}"), F=String("https://planted.example"), Next=chain)
    made.root.OpenAction = chain


def portfolio(made):
    attachment(made)
    made.root.Collection = Dictionary(Type=Name.Collection, D=String("planted.zip"))


def intents(made):
    made.root.OutputIntents = Array([Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputCondition=String(COMMENT),
        DestOutputProfile=stream(made, AUTHOR.encode(), N=3),
    )])  # fmt: skip
    made.root.Lang, made.root.ViewerPreferences = String("planted"), Dictionary(P=String(AUTHOR))
    made.root.PageLabels = Dictionary(Nums=[0, Dictionary(P=String("planted"))])
    made.root.Threads = Array([Dictionary(I=Dictionary(Title=String(AUTHOR)))])
    made.root.DSS = Dictionary(Certs=[stream(made, AUTHOR.encode())])


def media(made):
    for kind in ("/3D", "/Movie", "/Sound", "/Screen", "/Projection"):
        made.note(kind, A=made.script(), Sound=stream(made), Movie=Dictionary(F=String("planted")))


def deep_names(made):
    """A tree of names whose leaf holds a script, under branches that hold themselves."""
    leaf = made.pdf.make_indirect(Dictionary(Names=[String("planted"), made.script()]))
    branch = made.pdf.make_indirect(Dictionary(Kids=[leaf]))
    branch.Kids.append(branch)
    made.root.Names = Dictionary(JavaScript=branch, AP=branch, Pages=branch, URLS=branch)


def page_properties(made):
    made.page.obj.update(Dictionary(
        Tabs=Name.S, Trans=Dictionary(P=String("planted")), UserUnit=75, B=[String(AUTHOR)],
        PresSteps=Dictionary(NA=made.script()), VP=[Dictionary(Name=String("planted"))],
        LastModified=String(AUTHOR), SeparationInfo=Dictionary(P=String(AUTHOR)),
    ))  # fmt: skip


ONE_PAGE = pdf()
RESTRICTED = pikepdf.Encryption(owner="owner", user="", allow=pikepdf.Permissions(extract=False))
CLEANED = {
    "JPEG that says everything": spoken_jpeg,
    "JPEG with a position": lambda: saved("JPEG", exif=exif()),
    "JPEG held upright": lambda: saved("JPEG", exif=exif(_274=6)),
    "JPEG with nonsense for EXIF": lambda: saved("JPEG", exif=b"Exif\0\0planted" * 9),
    "JPEG with a comment": lambda: saved("JPEG", comment=COMMENT * 200),
    "JPEG followed by a ZIP": lambda: saved("JPEG") + b"PK\x03\x04planted",
    "JPEG followed by a page": lambda: saved("JPEG") + b"<html>" + SCRIPT,
    "JPEG followed by a PDF": lambda: saved("JPEG") + ONE_PAGE(),
    "JPEG that is a script": lambda: inserted(saved("JPEG"), (0xFE, b"*/=1;alert('planted')/*")),
    "JPEG with a second picture": second_picture,
    "JPEG, progressive": lambda: saved("JPEG", progressive=True, exif=exif()),
    "JPEG in CMYK": lambda: saved("JPEG", picture(mode="CMYK"), exif=exif()),
    "JPEG in grey": lambda: saved("JPEG", picture(mode="L"), exif=exif()),
    "JPEG with a broken profile": lambda: saved("JPEG", icc_profile=b"planted" * 30),
    "PNG with texts": lambda: with_chunks(
        chunk(b"tEXt", b"Author\0" + AUTHOR.encode()),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(COMMENT.encode())),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
        chunk(b"tIME", b"\x07\xe8\x05\x01\x0a\0\0"),
        chunk(b"teSt", b"planted"),
    ),
    "PNG with a text bomb": lambda: with_chunks(chunk(b"zTXt", b"a\0\0" + bomb())),
    "PNG with EXIF": lambda: saved("PNG", exif=exif()),
    "PNG with a profile": lambda: saved("PNG", icc_profile=display_profile()),
    "PNG followed by a script": lambda: saved("PNG", picture(mode="P")) + SCRIPT,
    "PNG with invisible ink": invisible_ink,
    "PNG with a palette": lambda: saved("PNG", picture(mode="P"), transparency=3),
    "PNG of 16 bits": lambda: saved("PNG", picture(mode="L").convert("I;16")),
    "PNG in black and white": lambda: saved("PNG", picture(mode="1")),
    "PNG, grey and transparent": lambda: saved("PNG", picture(mode="LA")),
    "WebP that says everything": lambda: saved(
        "WEBP", exif=exif(), xmp=XMP, icc_profile=display_profile()
    ),
    "WebP without loss": lambda: saved("WEBP", lossless=True, exif=exif()),
    "WebP with transparency": lambda: saved("WEBP", picture(mode="RGBA"), exif=exif()),
    "WebP followed by a ZIP": lambda: saved("WEBP", picture(960, 640)) + b"PK\x03\x04planted",
    "PDF": ONE_PAGE,
    "PDF with an author": pdf(info),
    "PDF with XMP": pdf(metadata),
    "PDF with a launch action": pdf(launch),
    "PDF with an attachment": pdf(attachment),
    "PDF with a named script": pdf(named_script),
    "PDF with automatic actions": pdf(actions),
    "PDF with links and notes": pdf(links),
    "PDF with a form": pdf(form),
    "PDF with a layer": pdf(layers()),
    "PDF with bookmarks that act": pdf(outlines),
    "PDF with private data": pdf(private_data),
    "PDF with comments in its drawing": pdf(in_contents),
    "PDF with a camera's JPEG": pdf(camera_jpeg),
    "PDF with data behind pixels": pdf(tail),
    "PDF with pixels cut short": pdf(lambda made: deflated(made)),
    "PDF with a profile": pdf(profile),
    "PDF with a ring and a reference": pdf(outer_reference),
    "PDF with comments in a font": pdf(glyph_map),
    "PDF that forbids copying": pdf(info, encryption=RESTRICTED),
    "PDF with an earlier version": earlier_version,
    "PDF with every action": pdf(every_action),
    "PDF that is a portfolio": pdf(portfolio),
    "PDF with intents, labels and certificates": pdf(intents),
    "PDF with films and sounds": pdf(media),
    "PDF with a tree of names": pdf(deep_names),
    "PDF with private keys on its page": pdf(page_properties),
    "PDF in streams of objects": pdf(info, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "JPEG with marks of its maker": lambda: saved(
        "JPEG", exif=exif(_37500=b"planted" + SERIAL.encode(), _42016=SERIAL, _40092=b"planted")
    ),
    "JPEG with forty comments": lambda: inserted(
        saved("JPEG"), *[(0xFE, COMMENT.encode())] * 20, *[(0xEF, b"planted")] * 20
    ),
    "JPEG followed by many pictures": lambda: saved("JPEG") + saved("JPEG", exif=exif()) * 20,
    "WebP with private chunks": lambda: riff(
        (b"VP8L", saved("WEBP", lossless=True)[20:]), (b"PLAN", b"planted"), (b"XMP ", XMP)
    ),
    "PNG with 2,000 texts": lambda: with_chunks(*[chunk(b"tEXt", b"a\0planted")] * 2_000),
    "PDF followed by a ZIP": lambda: ONE_PAGE() + b"PK\x03\x04planted",
    "PDF after an empty line": lambda: b"\r\n" + ONE_PAGE(),
}
REFUSED = {
    "nothing": (bytes, "empty"),
    "16 MB": (lambda: saved("JPEG") + b"\0" * 16_000_000, "size"),
    "60 MB": (lambda: b"%PDF-1.7" + b"\0" * 60_000_000, "size"),
    "PNG of 144 megapixels": (lambda: huge_png(12_000), "pixels"),
    "PNG of 2 gigapixels, claimed": (lambda: empty_png(46_000, 46_000), "side"),
    "PNG too wide": (lambda: empty_png(16_001, 1), "side"),
    "PNG without size": (lambda: empty_png(0, 5), "broken_picture"),
    "PNG cut short": (lambda: saved("PNG")[:-40], "broken_picture"),
    "PNG with half its pixels": (lambda: empty_png(500, 500), "broken_picture"),
    "PNG that moves": (
        lambda: saved("PNG", save_all=True, append_images=[picture(mode="L").convert("RGB")]),
        "frames",
    ),
    "WebP that moves": (
        lambda: saved("WEBP", save_all=True, append_images=[picture().rotate(90)]),
        "frames",
    ),
    "WebP of 268 megapixels, claimed": (
        lambda: riff((b"VP8X", b"\0\0\0\0" + b"\xfe\x3f\0" * 2), (b"VP8L", b"\x2f\0\0\0\0")),
        "side",
    ),
    "WebP cut short": (lambda: saved("WEBP")[:-30], "broken_picture"),
    "JPEG cut short": (lambda: saved("JPEG")[:-400], "broken_picture"),
    "JPEG of its beginning only": (lambda: b"\xff\xd8\xff", "broken_picture"),
    "JPEG of 4 gigapixels, claimed": (
        lambda: inserted(saved("JPEG"), (0xC0, b"\x08\xff\xff\xff\xff\x01\x01\x11\0")),
        "side",
    ),
    "JPEG and PDF": (lambda: inserted(saved("JPEG"), (0xFE, ONE_PAGE()[:300])), "two_kinds"),
    "JPEG and web page": (lambda: inserted(saved("JPEG"), (0xFE, SCRIPT)), "two_kinds"),
    "PNG and PHP": (lambda: with_chunks(chunk(b"tEXt", b"a\0<?php planted")), "two_kinds"),
    "PDF and web page": (lambda: b"%PDF-1.4\n" + SCRIPT + ONE_PAGE(), "two_kinds"),
    "web page and PDF": (lambda: b"<html>" + ONE_PAGE(), "two_kinds"),
    "GIF and PDF": (lambda: b"GIF89a" + ONE_PAGE(), "two_kinds"),
    "ZIP and PDF": (lambda: b"PK\x03\x04" + ONE_PAGE(), "two_kinds"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
    "AVIF": (lambda: saved("AVIF"), "avif"),
    "JPEG 2000": (lambda: saved("JPEG2000"), "avif"),
    "GIF": (lambda: saved("GIF"), "gif"),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT, "svg"),
    "SVG as XML": (lambda: b"<?xml version='1.0'?>\n<!-- x -->\n<svg onload='x'>", "svg"),
    "TIFF": (lambda: saved("TIFF"), "tiff"),
    "BMP": (lambda: saved("BMP"), "tiff"),
    "EPS": (lambda: saved("EPS"), "eps"),
    "Word": (lambda: b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "office"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "office"),
    "RTF": (lambda: rb"{\rtf1 planted}", "office"),
    "HTML": (lambda: b"\n<!DOCTYPE html>" + SCRIPT, "html"),
    "ZIP": (lambda: b"PK\x03\x04" + b"\0" * 26 + b"planted.txt", "archive"),
    "film": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0", "video"),
    "program": (lambda: b"MZ\x90\0" + b"\0" * 500, "program"),
    "text": (lambda: b"Bonjour, planted", "unknown"),
    "NUL bytes": (lambda: bytes(5_000), "unknown"),
    "SVG, packed": (lambda: gzip.compress(b"<svg>" + SCRIPT), "*"),
    "XML that names a file": (
        lambda: b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>", "*"),
    "icon": (lambda: saved("ICO"), "*"),
    "MPEG called a JPEG": (lambda: b"\0\0\1\xba\xff\xd8\xff" + saved("JPEG"), "*"),
    "WebAssembly": (lambda: b"\0asm\1\0\0\0planted", "*"),
    "shell script": (lambda: b"#!/bin/sh\necho planted", "*"),
    "PostScript of a PDF": (lambda: b"%!PS-Adobe-3.0 EPSF\n" + ONE_PAGE(), "*"),
    "JPEG with a segment too long": (
        lambda: b"\xff\xd8\xff\xe1\xff\xff" + b"planted", "broken_picture"),
    "PNG with a wrong sum": (
        lambda: saved("PNG").replace(b"IDAT", b"IDAT\1", 1), "broken_picture"),
    "PNG whose pixels are a bomb": (
        lambda: empty_png(9, 9)[:33] + chunk(b"IDAT", bomb()) + chunk(b"IEND", b""), "*"),
    "PDF with a password": (
        pdf(encryption=pikepdf.Encryption(owner="owner", user="secret")),
        "locked",
    ),
    "PDF cut short": (lambda: ONE_PAGE()[:-200], "broken_pdf"),
    "PDF with a wrong table": (lambda: ONE_PAGE().replace(b"startxref\n", b"startxref\n1"),
                               "broken_pdf"),
    "PDF of its beginning only": (lambda: b"%PDF-1.7\n", "broken_pdf"),
    "PDF without pages": (lambda: assembled([b"<</Type/Catalog/Pages 2 0 R>>",
                                             b"<</Type/Pages/Kids[]/Count 0>>"]), "broken_pdf"),
    "PDF of 301 pages": (lambda: Pdf(pages=301).done(), "pages"),
    "PDF with a hidden layer": (pdf(layers(off=True)), "layers"),
    "PDF with a layer shown when off": (pdf(not_when_on), "layers"),
    "PDF with a black square laid over": (pdf(lambda made: made.note("/Square")), "covered"),
    "PDF with a mark for redaction": (pdf(lambda made: made.note("/Redact")), "covered"),
    "PDF with PostScript": (pdf(postscript), "unusual"),
    "PDF with a huge picture": (pdf(lambda made: deflated(made, 60_000, 60_000)), "pdf_picture"),
    "PDF with a huge JPEG in a small frame": (
        pdf(huge_inside), "pdf_picture"),
    "PDF with a bomb for contents": (pdf(content_bomb), "*"),
    "PDF with a bomb in a bomb": (pdf(twice_packed), "*"),
    "PDF with 24 million instructions": (pdf(many_instructions), "too_much"),
    "PDF with a bomb of objects": (object_stream_bomb, "*"),
    "PDF with a tree of 50,000 storeys": (lambda: deep_tree(50_000), "*"),
    "PDF with a ring of pages": (ring_of_pages, "broken_pdf"),
    "PDF with 50,000 lists in lists": (nested_arrays, "broken_pdf"),
}  # fmt: skip
FILES = [Hostile(name, make, "cleaned") for name, make in CLEANED.items()]
FILES += [Hostile(name, make, fate) for name, (make, fate) in REFUSED.items()]
