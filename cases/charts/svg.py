"""A chart as SVG: with classes for the page's style sheet, with colours of its own as a file."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .bars import Box, Drawing

INK, QUIET, PAPER = "#1b1813", "#5b5245", "#f6f2e8"
# What differs from the whole drawing, which is in ink, begins at its place and is not bold.
AT_THE_END, BOLD = mark_safe(' text-anchor="end"'), mark_safe(' font-weight="600"')
PALE = format_html(' fill="{}"', QUIET)
FONT = "'Source Sans 3', 'Noto Sans', Arial, sans-serif"


def as_svg(drawing: Drawing, name: str) -> SafeString:
    """The drawing; colours are attributes, which any style sheet overrides, as in the dark."""
    marks = format_html_join("\n", "{}", ((_mark(mark),) for mark in drawing.marks))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {w} {h}" width="{w}" '
        'height="{h}" role="img" aria-labelledby="{n}-title {n}-desc" font-family="{f}" '
        'font-size="14" fill="{i}"><title id="{n}-title">{t}</title>'
        '<desc id="{n}-desc">{d}</desc>\n'
        '<rect class="paper" width="{w}" height="{h}" fill="{p}"/>\n{m}\n</svg>\n',
        w=drawing.width, h=drawing.height, n=f"chart-{name}", f=FONT, t=drawing.title,
        d=drawing.description, p=PAPER, i=INK, m=marks,
    )  # fmt: skip


def _mark(mark) -> SafeString:
    if isinstance(mark, Box):
        return format_html(
            '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>',
            f"{mark.x:g}", f"{mark.y:g}", f"{mark.width:g}", f"{mark.height:g}",
        )  # fmt: skip
    return format_html(
        '<text class="{}" x="{}" y="{}"{}{}{}>{}</text>',
        mark.tone, f"{mark.x:g}", f"{mark.y:g}",
        AT_THE_END if mark.anchor == "end" else "", BOLD if mark.tone == "title" else "",
        PALE if mark.tone == "quiet" else "", _printable(mark.text),
    )  # fmt: skip


def _printable(text: str) -> str:
    """The text without control characters, which XML does not allow."""
    return "".join(char for char in text if char.isprintable() or char in "\u00a0\u202f")
