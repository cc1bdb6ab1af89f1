"""The rows of the tables of sums: a page has thousands, so their markup is filled in here."""

from functools import lru_cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from cases import money
from cases.spending.breakdowns import Row
from cases.spending.totals import MOST_REMEMBERED, Figure

register = template.Library()

FIGURE = (
    '<tr><th scope="row">%s%s</th><td class="num">%s<span class="under"><a href="%s">%s'
    '<span class="vh">%s%s, %s</span></a></span></td></tr>\n    '
)


@register.simple_tag
def figures(row: Row) -> SafeString:
    """The sums of a row with what each leaves out; each leads to the list of its lines."""
    language, root = get_language(), reverse("record-list", args=["funding"])
    colon, label = escape(pgettext("between a label and its text", ": ")), escape(row.label)
    found = []
    for one in row.figures:
        words = escape(one.nature.words)
        left_out = "".join(f'<span class="under">{escape(words)}</span>' for words in one.left_out)
        link, lines = escape(f"{root}{one.query}"), escape(_lines(language, one.lines))
        found.append(FIGURE % (words, left_out, _sum(one), link, lines, colon, label, words))
    return mark_safe("".join(found))  # noqa: S308  every part of it is escaped


def _sum(figure: Figure) -> str:
    if figure.total is None:
        return f'<span class="none">{escape(_("no sum"))}</span>'
    return f'<b class="nowrap">{escape(figure.amount)}</b>'


@lru_cache(MOST_REMEMBERED)
def _lines(language: str, number: int) -> str:
    """The words, found once for each number."""
    shown = money.display_number(number, language or "fr")
    return ngettext("%(total)s line", "%(total)s lines", number) % {"total": shown}
