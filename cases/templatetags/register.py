"""Tags and filters that format values for templates."""

from dataclasses import replace
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from cases import dates, money, shown_text

register = template.Library()

MOST_REMEMBERED = 1000  # boxes with their words: few differ
INTERNAL = '<a href="%s">%s</a>'
EXTERNAL = '<a href="%s" rel="nofollow noopener noreferrer">%s</a>'
REMARK = '<span class="quiet">– %s</span>'
SOURCE = ' <a class="src" href="#s%s">[%s]</a>'


@register.simple_tag
def said_once(part: str, section: str = ""):
    """A part of the frame, which in one language and section is the same on every page."""
    return _frame(part, get_language(), section)


@lru_cache(200)
def _frame(part: str, language: str, section: str):
    said = render_to_string(f"parts/frame/{part}.html", {"section": section})
    return mark_safe(said.strip())  # noqa: S308  a template of ours wrote it


@register.simple_tag
def mark(name, label: str = ""):
    """A box or a circle with its word; nothing without a name. Same HTML as parts/mark.html."""
    return _mark(name, label) if name else ""


# Typed: a text that is safe already and one that is not may read the same.
@lru_cache(MOST_REMEMBERED, typed=True)
def _mark(name, label: str):
    return format_html(
        '<span class="marked {}"><svg class="mark" aria-hidden="true">'
        '<use href="{}#{}"></use></svg> {}</span>',
        name, static("img/marks.svg"), name, label,
    )  # fmt: skip


@register.simple_tag
def sources(numbers):
    """The numbers of the sources of a value, each a link to the source below."""
    links = (SOURCE % (number, number) for number in map(conditional_escape, numbers))
    return mark_safe("".join(links))  # noqa: S308  every part of it is escaped


@register.simple_tag
def value(one, note: bool = False):
    """One value in words: link, box and word, numbers of its sources; its remark if asked for."""
    text = conditional_escape(one.text)
    if text and one.url:
        text = (EXTERNAL if one.external else INTERNAL) % (conditional_escape(one.url), text)
    elif one.plain:
        text = f'<span class="none">{text}</span>'
    remark = REMARK % conditional_escape(one.note) if note and one.note else ""
    box = mark(one.mark.name, one.mark.label) if one.mark else ""
    words = " ".join(part for part in (text, remark, box) if part)
    return mark_safe(words + sources(one.sources))  # noqa: S308  every part of it is escaped


@register.simple_tag
def as_written():
    """The attribute that says, on pages in another language, that a text is as contributed."""
    written = settings.LANGUAGE_CODE
    return "" if get_language() == written else format_html(' lang="{}"', written)


@register.filter
def without_sources(one):
    """The value without the numbers of its sources, on pages that do not list them."""
    return replace(one, sources=())


@register.filter
def any_bar(groups) -> bool:
    """True when a line of the ledger is drawn: the scale is then explained."""
    return any(line.bar for group in groups for line in group.lines)


@register.filter
def partial_date(value: str) -> str:
    """A partial date in the reader's words: "été 2022"."""
    return dates.display(value, get_language() or "fr") if value else ""


@register.filter
def number(value) -> str:
    """A whole number with its thousands separated."""
    return money.display_number(value, get_language() or "fr")


@register.filter
def day(value) -> str:
    """A civil day in words, the first of a month as French writes it."""
    if not value:
        return ""
    if (get_language() or "fr").startswith("fr"):
        return dates.display(value.isoformat(), "fr")
    return date_format(value, "j F Y")


@register.filter
def in_this_language(html: str):
    """A stored text, its links to records and to the search leading to the page's language."""
    return mark_safe(shown_text.shown(html, get_language()))  # noqa: S308, cleaned when rendered


@register.filter
def headed(html: str, outermost: int) -> str:
    """The headings of a stored text, the outermost of this level."""
    return shown_text.headed(html, outermost)


@register.filter
def first_sentence(html: str) -> str:
    """The first sentence of a stored text, as words."""
    return shown_text.first_sentence(html)


@register.inclusion_tag("records/parts/contents.html")
def contents(html: str, shortest: int = 0):
    """The table of contents of a stored text; none when the text is shorter than this."""
    return {"headings": shown_text.contents_of(html) if len(html) >= shortest else []}
