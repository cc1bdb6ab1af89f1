"""The lines of the timeline of a fiche: a date in words, drawn, and what happened."""

from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import pgettext

from cases.templatetags.register import mark, sources
from cases.timeline import Line, Shape, Timeline

from .facts import against

ROW = (
    '<tr role="row"><th role="rowheader" scope="row">%s</th><td role="cell" class="track">'
    '<svg class="span" aria-hidden="true">%s%s</svg></td><td role="cell">%s</td></tr>\n        '
)
GRID = '<line class="grid" x1="%s" x2="%s" y1="0" y2="100%%"/>'
POINT = '<circle cx="%s" cy="50%%" r="4"/>'
SPAN = '<line%s x1="%s" x2="%s" y1="50%%" y2="50%%"/>'
STOP = '<line class="stop" x1="%s" x2="%s" y1="34%%" y2="66%%"/>'


def rows(timeline: Timeline) -> SafeString:
    """The rows of the timeline. Positions come from us: numbers with a percent sign."""
    grid = "".join(GRID % (x, x) for x in timeline.grid)
    written = (
        ROW % (_words(line), grid, _drawn(line.shape), _happened(line)) for line in timeline.lines
    )
    return mark_safe("".join(written))  # noqa: S308  every part of it is escaped


def _words(line: Line) -> str:
    box = f" {mark(line.mark.name, line.mark.label)}" if line.mark else ""
    return escaped(line.words) + box


def _drawn(shape: Shape) -> str:
    """A point for a day; for an interval a line, with a stop at each end that is known."""
    if shape.kind == "point":
        return POINT % shape.start
    open_ended = "" if shape.kind == "within" else ' class="until"'
    drawn = SPAN % (open_ended, shape.start, shape.end)
    if shape.kind != "until":
        drawn += STOP % (shape.start, shape.start)
    if shape.kind != "since":
        drawn += STOP % (shape.end, shape.end)
    return drawn


def _happened(line: Line) -> str:
    said = escaped(capfirst(line.role))
    if line.title:
        colon = escaped(pgettext("between a label and its text", ": "))
        said += f'{colon}<a href="{escaped(line.url)}">{escaped(line.title)}</a>'
    note = f'<span class="under">{escaped(line.note)}</span>' if line.note else ""
    return said + sources(line.sources) + note + against(line)
