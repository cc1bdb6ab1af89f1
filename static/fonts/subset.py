"""Make the four web fonts of this folder from two npm packages.

    python subset.py NEWSREADER_PACKAGE SOURCE_SANS_PACKAGE [OUTPUT_FOLDER]

The first two arguments are the unpacked folders of
`@fontsource-variable/newsreader` 5.3.0 and `@fontsource-variable/source-sans-3`
5.3.0. Needs fonttools and brotli. The same versions of these give the same bytes, so
the checksums in README.md can be checked by running this again.
"""

import hashlib
import sys
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from fontTools.varLib.instancer import instantiateVariableFont

CHARACTERS = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆàâäçéèêëîïôöùûüÿœæ"  # French
    + "ÁÅÍÑÓÕØÚáãåíñóõøúß"  # names from neighbouring languages
    + "«»‹›“”„‘’–—…·•¡¿"
    + "€£%°§©®™ªº¹²³½¼±×÷−\u00a0"
)
# Drawn by scaling a letter the font has: neither package holds them.
SUPERIORS = {0x1D49: "e", 0x02B3: "r"}  # 1ᵉʳ, 2ᵉ
NARROW_SPACE, NARROW_WIDTH = 0x202F, 0.19  # in em
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "pnum", "lnum", "onum"]

# Italics carry short words and never a weight: one weight halves them.
FONTS = [  # package, source file, output file, axes, new family name
    (
        0,
        "newsreader-latin-opsz-normal",
        "newsreader-roman",
        {"wght": (400, 400, 600), "opsz": 24},
        None,
    ),
    (0, "newsreader-latin-opsz-italic", "newsreader-italic", {"wght": 400, "opsz": 24}, None),
    (
        1,
        "source-sans-3-latin-wght-normal",
        "registre-sans-roman",
        {"wght": (400, 400, 700)},
        "Registre Sans",
    ),
    (1, "source-sans-3-latin-wght-italic", "registre-sans-italic", {"wght": 400}, "Registre Sans"),
]


def add_glyph(font, code, name, glyph, width):
    """Put one glyph in the font and let `code` point to it."""
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"].metrics[name] = (round(width), 0)
    if "gvar" in font:
        known = font["gvar"].variations
        font["gvar"].variations = {g: known.get(g, []) for g in font.getGlyphOrder()}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def add_narrow_space(font):
    width = NARROW_WIDTH * font["head"].unitsPerEm
    add_glyph(font, NARROW_SPACE, "uni202F", TTGlyphPen(None).glyph(), width)


def add_superiors(font, scale=0.64, cap_share=0.36):
    """A small raised letter, as a component: it varies with its base."""
    rise = round(font["OS/2"].sCapHeight * cap_share)
    names = font.getBestCmap()
    for code, letter in SUPERIORS.items():
        base = names[ord(letter)]
        part = GlyphComponent()
        part.glyphName, part.flags, part.x, part.y = base, 0x0004, 0, rise
        part.transform = [[scale, 0], [0, scale]]
        glyph = Glyph()
        glyph.numberOfContours, glyph.components = -1, [part]
        add_glyph(font, code, f"uni{code:04X}", glyph, font["hmtx"][base][0] * scale)
        glyph.recalcBounds(font["glyf"])
        font["hmtx"].metrics[f"uni{code:04X}"] = (round(font["hmtx"][base][0] * scale), glyph.xMin)


def rename(font, family):
    """The OFL reserves a name for the original: a changed copy takes another."""
    style = "Italic" if font["post"].italicAngle else "Roman"
    compact = family.replace(" ", "")
    font["name"].names = [n for n in font["name"].names if n.nameID not in (16, 17, 18, 21, 22, 25)]
    new = {
        1: family,
        2: style.replace("Roman", "Regular"),
        3: f"{compact}-{style}; 1.0",
        4: f"{family} {style}",
        6: f"{compact}-{style}",
    }
    for record in font["name"].names:
        if record.nameID in new:
            record.string = new[record.nameID]
        elif record.nameID > 255:  # names of axes and instances
            text = str(record).replace("SourceSans3", compact)
            record.string = text.replace("Source Sans 3", family)


def make(source, target, axes, family):
    font = TTFont(source, recalcTimestamp=False)
    font = instantiateVariableFont(font, axes, inplace=True)
    if "HVAR" in font:
        del font["HVAR"]  # widths vary through gvar alone
    add_narrow_space(font)
    add_superiors(font)
    options = Options()
    options.layout_features, options.hinting, options.notdef_outline = FEATURES, False, True
    options.name_IDs, options.name_languages = ["*"], [0x409]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*map(ord, CHARACTERS), *SUPERIORS, NARROW_SPACE])
    subsetter.subset(font)
    if family:
        rename(font, family)
    font.flavor = "woff2"
    font.save(target)
    missing = {*CHARACTERS} - {chr(c) for c in font.getBestCmap()}
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    sys.stdout.write(
        f"{digest}  {target.name}  {target.stat().st_size} bytes,"
        f" {len(font.getBestCmap())} characters, not in the package: {sorted(missing)}\n"
    )


def main(newsreader, source_sans, output="."):
    for package, source, target, axes, family in FONTS:
        folder = Path((newsreader, source_sans)[package]) / "files"
        make(folder / f"{source}.woff2", Path(output) / f"{target}.woff2", axes, family)


if __name__ == "__main__":
    main(*sys.argv[1:])
