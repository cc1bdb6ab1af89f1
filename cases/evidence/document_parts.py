"""Parts of a PDF copied into a new one by the rules of `document_rules`."""

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from . import cleaned as words
from .document_images import components_of, image_data
from .document_rules import ANY, COPIED, DRAWN, OPERATORS, PROGRAMMED, RULES
from .limits import Refused

DEVICES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
INLINE_JPEG = {"/DCT", "/DCTDecode"}
MOST_DRAWN = 15_000_000  # bytes of one drawing: more takes more than a gigabyte to read
VISIBLE_POLICIES = {"/AnyOn", "/AllOn"}


class Copier:
    """Copies pages into the document `new`; `found` names what it left behind."""

    def __init__(self, new: pikepdf.Pdf):
        self.new = new
        self.found: set[str] = set()
        # A font of a hundred pages is copied once, and a part that holds itself ends here.
        self.done: dict[tuple, pikepdf.Object] = {}

    def page(self, page: pikepdf.Page) -> Dictionary:
        """A new page that draws what the old one drew."""
        _check_layer(page.obj.get("/OC"))
        fresh = self.new.make_indirect(Dictionary(Type=Name.Page))
        self._fill(fresh, page.obj, "page")
        fresh.Contents = self.new.make_stream(_drawing(self.new, page.obj))
        return fresh

    def part(self, old, kind: str):
        """A copy of one part, of whatever sort of object it is; None where it is left out."""
        if old is None or isinstance(old, Name) or not isinstance(old, pikepdf.Object):
            return Name(str(old)) if isinstance(old, Name) else old  # numbers, yes and no
        if isinstance(old, String):
            return String(bytes(old))
        key = (old.objgen, kind)
        if old.is_indirect and key in self.done:
            return self.done[key]
        if kind == "colours" and isinstance(old, Array):
            return self._colours(old)
        if isinstance(old, Array):
            copies = [self.part(item, kind) for item in old]
            return Array([copy for copy in copies if copy is not None])
        return self._keyed(old, _refined(kind, old), key)

    def _keyed(self, old: Dictionary | Stream, kind: str, key: tuple):
        """A copy of a dictionary or a stream, known by its key before it is filled."""
        _check_layer(old.get("/OC"))
        if isinstance(old, Stream):
            if kind not in DRAWN | PROGRAMMED | COPIED | {"image"}:
                raise Refused("unusual")
            fresh = self.new.make_stream(b"")
        elif not RULES[kind]:
            return None
        else:
            fresh = Dictionary()
        if old.is_indirect:
            fresh = self.new.make_indirect(fresh)
            self.done[key] = fresh
        self._fill(fresh, old, kind)
        if isinstance(old, Stream):
            self._write(fresh, old, kind)
        return fresh

    def _fill(self, fresh, old, kind: str) -> None:
        """Copy the keys that the rules of a kind name."""
        if kind == "resources":
            properties = old.get("/Properties")
            for layer in properties.values() if isinstance(properties, Dictionary) else ():
                _check_layer(layer)
        rules = RULES[kind]
        for key in old.keys() if ANY in rules else rules:  # noqa: SIM118 (not a dict)
            value = self.part(old.get(key), rules.get(key, rules.get(ANY)))
            # Names for default colours would now stand for themselves.
            if value is not None and not (kind == "spaces" and key.startswith("/Default")):
                fresh[key] = value

    def _write(self, fresh: Stream, old: Stream, kind: str) -> None:
        """Give a new stream the content of the old one, read and written anew."""
        if kind == "image":
            found, data, name, parameters = image_data(old, components_of(fresh))
            self.found |= found
            if name is None:
                fresh.write(data)
            else:
                copy = self.part(parameters, "parameters") if parameters is not None else None
                fresh.write(data, filter=name, decode_parms=copy or None)
        elif kind in DRAWN:
            fresh.write(_drawing(self.new, old))
        elif kind in PROGRAMMED and old.get("/FunctionType") != 0:
            fresh.write(_without_comments(old.read_bytes()))
        else:
            fresh.write(old.read_bytes())

    def _colours(self, old: Array) -> Array | Name:
        """A colour space; a profile becomes the plain space of as many colours.

        Profiles name the screen or the scanner that they were made for.
        """
        family, rest = str(old[0]), list(old)[1:]
        if family == "/ICCBased":
            self.found.add(words.COLOURS)
            other = rest[0].get("/Alternate")
            if isinstance(other, Array) and other[0] == Name.Lab:
                return self._colours(other)
            return DEVICES[int(rest[0].get("/N"))]
        if family in ("/CalGray", "/CalRGB", "/Lab"):
            return Array([old[0], self.part(rest[0], "calibrated")])
        if family == "/Indexed":
            table = rest[2].read_bytes() if isinstance(rest[2], Stream) else bytes(rest[2])
            return Array([old[0], self.part(rest[0], "colours"), int(rest[1]), String(table)])
        if family in ("/Separation", "/DeviceN"):
            names, other, tint = rest[:3]
            copies = [self.part(names, "plain"), self.part(other, "colours")]
            return Array([old[0], *copies, self.part(tint, "function")])
        if family == "/Pattern" and rest:
            return Array([old[0], self.part(rest[0], "colours")])
        if family in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"):
            return Name(family)
        raise Refused("unusual")


def _refined(kind: str, old) -> str:
    """The kind of a part that says itself which of two it is."""
    if kind == "xobject":
        kind = {"/Image": "image", "/Form": "form"}.get(str(old.get("/Subtype")), "")
    elif kind == "pattern":
        kind = {1: "tiling", 2: "shading_pattern"}.get(old.get("/PatternType"), "")
    if not kind:
        raise Refused("unusual")
    return kind


def _check_layer(layer) -> None:
    """Raise Refused for content that shows only while some layer is off: a way to hide it."""
    if isinstance(layer, Dictionary) and (
        str(layer.get("/P", "/AnyOn")) not in VISIBLE_POLICIES or "/VE" in layer
    ):
        raise Refused("layers")


def _drawing(new: pikepdf.Pdf, source: pikepdf.Object) -> bytes:
    """What a page or a drawing draws, instruction by instruction; `new` lends its workshop."""
    if isinstance(source, pikepdf.Dictionary) and not isinstance(source, Stream):
        source = source.get("/Contents", Array())
    parts = source if isinstance(source, Array) else [source]
    text = b"\n".join(part.read_bytes() for part in parts)
    if len(text) > MOST_DRAWN:
        raise Refused("too_much")
    instructions = pikepdf.parse_content_stream(Stream(new, text), OPERATORS)
    for instruction in instructions:
        if isinstance(instruction, pikepdf.ContentStreamInlineImage) and INLINE_JPEG & set(
            instruction.iimage.filters
        ):
            raise Refused("pdf_picture")  # may hold a position, and is used by nothing we know
    return pikepdf.unparse_content_stream(instructions)


def _without_comments(program: bytes) -> bytes:
    """PostScript without the lines that only comment: author, date, copyright."""
    lines = program.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return b"\n".join(line for line in lines if not line.lstrip().startswith(b"%"))
