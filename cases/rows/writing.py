"""The markup of the rows of lists: a page has fifty, so it is filled in here, escaped by hand.

One row is a line of a table on a desk and a fiche on a telephone; `lists/table.html` is around it.
"""

from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from cases.cells import Cell, Row
from cases.facts.values import Value
from cases.templatetags.register import mark, value

TITLE = '<tr role="row">\n  <th role="rowheader" scope="row"><a class="title" href="%s">%s</a>'
UNDER = '<span class="under">%s</span>'
# The beginning of a cell, of words and of figures; on telephones the first one stands apart.
FIRST = ('<td role="cell" class="first">', '<td role="cell" class="first num">')
NEXT = ('<td role="cell">', '<td role="cell" class="num">')
PHONE = '<span class="phone">%s</span>'
MOST_REMEMBERED = 1000  # boxes with their words, and numbers of sources: few differ


def written(row: Row) -> SafeString:
    """The markup of one row."""
    parts = [TITLE % (escape(row.record.get_absolute_url()), escape(str(row.record.entry)))]
    if row.contested:
        parts += [" ", _mark("box-contested", _("contested"))]
    if row.outdated:
        parts += [" ", _mark("box-expired", _("to recalculate"))]
    if row.under:
        parts.append(UNDER % ", ".join(escape(one.text) for one in row.under))
    parts.append("</th>\n  ")
    language, opened = get_language() or "", FIRST
    for cell in row.cells:
        parts += [opened[cell.column.numeric], _inside(language, cell), "</td>\n  "]
        opened = NEXT
    parts.append("\n</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308  every part of it is escaped


def _inside(language: str, cell: Cell) -> str:
    if cell.state:
        return _mark(cell.state.name, cell.state.label)
    if cell.column.name == "sources":
        return "".join(_sources(language, one.text) for one in cell.values)
    label = cell.column.label
    more = f' <span class="quiet">+ {cell.more}</span>' if cell.more else ""
    return ", ".join([_value(language, label, one) for one in cell.values]) + more


def _value(language: str, label: str, one: Value) -> str:
    if one.text and not (one.mark or one.url or one.plain or one.sources):
        return escape(one.text)
    return _boxed(language, label, one)


@lru_cache(MOST_REMEMBERED)
def _boxed(language: str, label: str, one: Value) -> str:
    """A value with its box; on telephones, where columns have no heads, a lone box has its name."""
    if one.text or not one.mark:
        return value(one)
    colon = pgettext("between a label and its text", ": ")
    return PHONE % escape(f"{label}{colon}") + value(one)


@lru_cache(MOST_REMEMBERED)
def _sources(language: str, number: str) -> str:
    return f"{escape(number)} {PHONE % escape(ngettext('source', 'sources', int(number)))}"


@lru_cache(MOST_REMEMBERED)
def _mark(name: str, label: str) -> str:
    return mark(name, label)
