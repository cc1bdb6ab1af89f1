"""What a PDF needs to draw its pages: for each part, the keys that are copied and what they hold.

All that is not written here stays behind: annotations, actions, names, scripts, metadata, layers,
structure tags, private data of programs, thumbnails, prepress settings.
"""

ANY = "*"  # every key, for the maps from a name to a part


def _plain(keys: str) -> dict[str, str]:
    """Keys that hold numbers, names, strings, and lists of these."""
    return {f"/{key}": "plain" for key in keys.split()}


RULES: dict[str, dict[str, str]] = {
    "plain": {},
    "page": _plain("Type MediaBox CropBox Rotate UserUnit")
    | {"/Resources": "resources", "/Group": "group"},
    "resources": {
        "/Font": "fonts",
        "/XObject": "xobjects",
        "/ExtGState": "states",
        "/ColorSpace": "spaces",
        "/Pattern": "patterns",
        "/Shading": "shadings",
    },
    "fonts": {ANY: "font"},
    "xobjects": {ANY: "xobject"},
    "states": {ANY: "state"},
    "spaces": {ANY: "colours"},
    "patterns": {ANY: "pattern"},
    "shadings": {ANY: "shading"},
    "glyphs": {ANY: "glyph"},
    "group": _plain("Type S I K") | {"/CS": "colours"},
    "state": _plain("Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK")
    | {"/Font": "font", "/SMask": "soft_mask"},
    "soft_mask": _plain("Type S BC") | {"/G": "xobject", "/TR": "function"},
    # Fonts. Their programs are copied as they are: what they say is of their maker.
    "font": _plain(
        "Type Subtype BaseFont FirstChar LastChar Widths FontBBox FontMatrix DW W DW2 W2"
    )
    | {
        "/FontDescriptor": "descriptor",
        "/Encoding": "encoding",
        "/ToUnicode": "char_map",
        "/DescendantFonts": "font",
        "/CIDSystemInfo": "system",
        "/CIDToGIDMap": "data",
        "/CharProcs": "glyphs",
        "/Resources": "resources",
    },
    "descriptor": _plain(
        "Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent "
        "Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth CharSet"
    )
    | {"/FontFile": "program", "/FontFile2": "program", "/FontFile3": "program"},
    "system": _plain("Registry Ordering Supplement"),
    "encoding": _plain("Type BaseEncoding Differences CMapName WMode")
    | {"/CIDSystemInfo": "system", "/UseCMap": "char_map"},
    "char_map": _plain("Type CMapName WMode")
    | {"/CIDSystemInfo": "system", "/UseCMap": "char_map"},
    "program": _plain("Subtype Length1 Length2 Length3"),
    "data": {},
    "glyph": {},
    # Drawings and pictures.
    "form": _plain("Type Subtype FormType BBox Matrix")
    | {"/Resources": "resources", "/Group": "group"},
    "image": _plain(
        "Type Subtype Width Height BitsPerComponent Intent ImageMask Decode Interpolate "
        "SMaskInData Matte"
    )
    | {"/ColorSpace": "colours", "/SMask": "image", "/Mask": "image"},
    "tiling": _plain("Type PatternType PaintType TilingType BBox XStep YStep Matrix")
    | {"/Resources": "resources"},
    "shading_pattern": _plain("Type PatternType Matrix")
    | {"/Shading": "shading", "/ExtGState": "state"},
    "shading": _plain(
        "ShadingType Background BBox AntiAlias Coords Domain Extend Matrix BitsPerCoordinate "
        "BitsPerComponent BitsPerFlag Decode VerticesPerRow"
    )
    | {"/ColorSpace": "colours", "/Function": "function"},
    "function": _plain(
        "FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Bounds"
    )
    | {"/Functions": "function"},
    "calibrated": _plain("WhitePoint BlackPoint Gamma Matrix Range"),
    "parameters": _plain(
        "K Columns Rows EndOfLine EncodedByteAlign EndOfBlock BlackIs1 DamagedRowsBeforeError "
        "Predictor Colors BitsPerComponent EarlyChange ColorTransform"
    )
    | {"/JBIG2Globals": "data"},
}

# How the content of a stream is written anew, by the kind of its part.
DRAWN = {"form", "tiling", "glyph"}
PROGRAMMED = {"char_map", "encoding", "function"}  # PostScript, with comments
COPIED = {"program", "data", "shading"}

# Operators that draw. Marked content (tags, layers, hidden text properties) and comments stay out.
OPERATORS = (
    "w J j M d ri i gs q Q cm m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr "
    "Ts Td TD Tm T* Tj TJ ' \" d0 d1 CS cs SC SCN sc scn G g RG rg K k sh BI ID EI Do"
)
