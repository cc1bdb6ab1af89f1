"""A chart as SVG: with classes for the page's style sheet, with colours of its own as a file."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .bars import Box, Drawing

INK, QUIET, PAPER = "#1b1813", "#5b5245", "#f6f2e8"
FONT = "'Source Sans 3', 'Noto Sans', Arial, sans-serif"


def as_svg(drawing: Drawing, name: str) -> SafeString:
    """The drawing; colours are attributes, which any style sheet overrides, as in the dark."""
    marks = format_html_join("\n", "{}", ((_mark(mark),) for mark in drawing.marks))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {w} {h}" width="{w}" '
        'height="{h}" role="img" aria-labelledby="{n}-title {n}-desc" font-family="{f}" '
        'font-size="14"><title id="{n}-title">{t}</title><desc id="{n}-desc">{d}</desc>\n'
        '<rect class="paper" width="{w}" height="{h}" fill="{p}"/>\n{m}\n</svg>\n',
        w=drawing.width, h=drawing.height, n=f"chart-{name}", f=FONT, t=drawing.title,
        d=drawing.description, p=PAPER, m=marks,
    )  # fmt: skip


def _mark(mark) -> SafeString:
    if isinstance(mark, Box):
        return format_html(
            '<rect class="bar" x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
            f"{mark.x:g}", f"{mark.y:g}", f"{mark.width:g}", f"{mark.height:g}", INK,
        )  # fmt: skip
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}" font-weight="{}" fill="{}">{}</text>',
        mark.tone, f"{mark.x:g}", f"{mark.y:g}", mark.anchor,
        600 if mark.tone == "title" else 400, QUIET if mark.tone == "quiet" else INK,
        _printable(mark.text),
    )  # fmt: skip


def _printable(text: str) -> str:
    """The text without control characters, which XML does not allow."""
    return "".join(char for char in text if char.isprintable() or char in "\u00a0\u202f")
