"""What only the templates of the tests ask for, and the obvious way of writing values."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.filter
def any_selected(values) -> bool:
    """True when one of the values of a filter is chosen: its fold is then open."""
    return any(value["selected"] for value in values)


@register.simple_tag
def mark(name, label: str = ""):
    """A box or a circle with its word."""
    if not name:
        return ""
    return format_html(
        '<span class="marked {}"><svg class="mark" aria-hidden="true">'
        '<use href="{}#{}"></use></svg> {}</span>',
        name, static("img/marks.svg"), name, label,
    )  # fmt: skip


@register.simple_tag
def sources(numbers):
    """The numbers of the sources of a value."""
    return format_html_join("", ' <a class="src" href="#s{}">[{}]</a>', ((n, n) for n in numbers))


@register.simple_tag
def value(one, note: bool = False):
    """One value in words."""
    text = one.text
    if text and one.url:
        link = '<a href="{}" rel="nofollow noopener noreferrer">{}</a>'
        text = format_html(link if one.external else '<a href="{}">{}</a>', one.url, text)
    elif one.plain:
        text = format_html('<span class="none">{}</span>', text)
    box = mark(one.mark.name, one.mark.label) if one.mark else ""
    remark = format_html('<span class="quiet">– {}</span>', one.note) if note and one.note else ""
    parts = format_html_join(" ", "{}", ((part,) for part in (text, remark, box) if part))
    return parts + sources(one.sources)
