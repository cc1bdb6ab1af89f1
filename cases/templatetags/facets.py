"""The boxes of the filters beside a list: a page has hundreds, so they are filled in here."""

from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cases import money

register = template.Library()

MOST_OPEN = 4  # filters; the others stand folded under their names
MOST_VALUES = 8  # the others of a filter are folded
MOST_REMEMBERED = 4000  # boxes with their words, about 1 MB; numbers with their thousands separated
OPEN = "<fieldset%s>\n    <legend>%s</legend>\n    %s\n  </fieldset>\n  "
FOLDED = (
    '<details class="facet-group"%s><summary>%s <span class="count">%s</span></summary>\n'
    '    <fieldset%s><legend class="vh">%s</legend>\n      %s\n    </fieldset></details>\n  '
)
COMPLETED = ' data-complete="%s" data-complete-as="box" data-name="%s" data-find="%s"'
VALUE = (
    '<label class="facet%s"><input type="checkbox" name="%s" value="%s"%s> <span>%s</span> '
    '<span class="count">'
)
NUMBER = "%s%s</span></label>\n"
MORE = "<details%s><summary>%s</summary>\n  %s</details>\n"
ELSEWHERE = '<a class="facet" href="%s">%s</a>\n'


@register.simple_tag
def facet_groups(facets: list[dict]) -> SafeString:
    """The filters, the first of them open, the others folded unless a value is chosen."""
    groups = [_group(facet, place) for place, facet in enumerate(facets) if facet["values"]]
    return mark_safe("".join(groups))  # noqa: S308  every part of it is escaped


def _group(facet: dict, place: int) -> str:
    label, values = escape(str(facet["label"])), facet["values"]
    completed = ""
    if facet.get("kinds"):
        completed = COMPLETED % (
            escape(facet["kinds"]), escape(facet["name"]), escape(_("Find another value"))
        )  # fmt: skip
    if place < MOST_OPEN:
        return OPEN % (completed, label, _values(facet))
    number = len(facet.get("all") or values)
    return FOLDED % (_open(values), label, number, completed, label, _values(facet))


def _values(facet: dict) -> str:
    """The first values, the others folded, and how many are on another page."""
    name, values = escape(facet["name"]), facet["values"]
    found, rest = _boxes(name, values[:MOST_VALUES]), values[MOST_VALUES:]
    if rest:
        words = ngettext("%(n)s more", "%(n)s more", len(rest)) % {"n": len(rest)}
        found += MORE % (_open(rest), escape(words), _boxes(name, rest))
    if left_out := facet.get("left_out"):
        words = ngettext("%(n)s other in the list", "%(n)s others in the list", left_out)
        found += ELSEWHERE % (escape(facet["list_url"]), escape(words % {"n": left_out}))
    return f"{found}\n"


def _boxes(name: str, values: list[dict]) -> str:
    language = get_language() or "fr"
    return "".join([
        NUMBER % (
            _box(name, one["value"], one["label"], one["depth"], one["selected"]),
            _number(language, one["count"]),
        )
        for one in values
    ])  # fmt: skip


@lru_cache(MOST_REMEMBERED)
def _box(name: str, value: str, label: str, depth: int, is_selected: bool) -> str:
    """A box and its words; lists show the same ones again and again, with other numbers."""
    classes, checked = f" d{depth}" if depth else "", " checked" if is_selected else ""
    return VALUE % (classes, name, escape(value), checked, escape(label))


def _open(values: list[dict]) -> str:
    return " open" if any(one["selected"] for one in values) else ""


@lru_cache(MOST_REMEMBERED)
def _number(language: str, number: int) -> str:
    return escape(money.display_number(number, language))
