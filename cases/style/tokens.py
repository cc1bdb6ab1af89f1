"""Colours, sizes and spaces as the style sheet declares them: read from it, never repeated."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders

DARK = "@media (prefers-color-scheme: dark)"
WIDE = "@media (min-width: 48rem)"
SIZES, SPACES = "--t-", re.compile(r"--s\d$")
DECLARED = re.compile(r"(--[\w-]+):\s*([^;]+);")
COLOUR = re.compile(r"#[0-9a-f]{3,6}")


@dataclass(frozen=True)
class Token:
    """One custom property: its value, and the one that takes its place in the dark or on a desk."""

    name: str
    value: str
    other: str


@dataclass(frozen=True)
class Tokens:
    """The custom properties of the style sheet, by what they are for."""

    colours: list[Token]
    sizes: list[Token]
    spaces: list[Token]


def tokens() -> Tokens:
    """Every colour, size of type and space, in the order of the style sheet."""
    return read(Path(finders.find("css/site.css")).read_text(encoding="utf-8"))


def read(css: str) -> Tokens:
    """The tokens of a style sheet: those of its first `:root`, and what replaces them."""
    plain, dark, wide = _declared(css), _declared(css, DARK), _declared(css, WIDE)
    return Tokens(
        colours=[
            Token(name, value, dark.get(name, value))
            for name, value in plain.items()
            if COLOUR.fullmatch(value)
        ],
        sizes=[
            Token(name, value, wide.get(name, value))
            for name, value in plain.items()
            if name.startswith(SIZES)
        ],
        spaces=[
            Token(name, value, value) for name, value in plain.items() if SPACES.match(name)
        ],
    )  # fmt: skip


def _declared(css: str, condition: str = "") -> dict[str, str]:
    """The custom properties of the first `:root` after a condition."""
    start = css.index(":root {", css.index(condition))
    return dict(DECLARED.findall(css[start : css.index("}", start)]))
