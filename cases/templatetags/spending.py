"""The rows of the tables of sums: a page has thousands, so their markup is filled in here."""

from functools import lru_cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.html import format_html
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
REST = (
    '<tr><th scope="row"><span class="quiet">{}</span></th><td class="num"><a href="{}">{}'
    '<span class="vh"> {}</span></a></td></tr>\n    '
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


@register.simple_tag
def rest(row: Row) -> SafeString:
    """How many sums of a row are not shown, with the list of the lines of the whole row."""
    root, more = reverse("record-list", args=["funding"]), row.rest
    words = ngettext("%(n)s other sum; in all", "%(n)s other sums; in all", more.sums)
    return format_html(
        REST, words % {"n": more.sums}, f"{root}{more.query}", _lines(get_language(), more.lines),
        row.label,
    )  # fmt: skip


def _sum(figure: Figure) -> str:
    if figure.total is None:
        return f'<span class="none">{escape(_("no sum"))}</span>'
    return f'<b class="nowrap">{escape(figure.amount)}</b>'


@lru_cache(MOST_REMEMBERED)
def _lines(language: str, number: int) -> str:
    """The words, found once for each number."""
    shown = money.display_number(number, language or "fr")
    return ngettext("%(total)s line", "%(total)s lines", number) % {"total": shown}
