"""The parts of the map that a page has hundreds of: their markup is filled in here."""

from html import escape

from django import template
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cases import money
from cases.atlas.beside import Line
from cases.atlas.marks import Area, Mark

register = template.Library()

AREA = '<a href="%s"><title>%s</title><path class="area tint-%s" d="%s"></path></a>\n'
EMPTY_AREA = '<path class="area%s" d="%s" aria-hidden="true"></path>\n'
NUMBER = '<text class="on-%s%s" x="%s" y="%s" dy=".35em">%s</text>'
LINE = (
    '<tr role="row"><th role="rowheader" scope="row"%s>%s%s</th>'
    '<td role="cell" class="num">%s</td></tr>\n'
)
MARK = (
    '<a href="%s" aria-label="%s"><title>%s</title>%s'
    '<circle class="reach" cx="%s" cy="%s" r="16"></circle>'
    '<circle class="dot%s" cx="%s" cy="%s" r="%s"></circle>%s%s</a>\n      '
)


@register.simple_tag
def departments(areas: list[Area], map_url: str) -> SafeString:
    """Departments, those with records as links; then their numbers, above every outline."""
    start, drawn, numbers = escape(map_url), [], []
    for area in areas:
        if not area.url:
            drawn.append(EMPTY_AREA % ("" if area.is_here else " beyond", area.path))
            continue
        url, label = escape(area.url), escape(area.label)
        drawn.append(AREA % (start + url, label, area.tint, area.path))
        fits = f" fits-{area.fits}" if area.fits else ""
        numbers.append(NUMBER % (area.tint, fits, area.x, area.y, area.number))
    group = f'<g class="numbers" aria-hidden="true">{"".join(numbers)}</g>\n'
    return mark_safe("".join(drawn) + group)  # noqa: S308  every text in it is escaped


@register.simple_tag
def territories(lines: list[Line], are_within: bool) -> SafeString:
    """Rows of the list beside the map; `are_within` where they stand under a heading."""
    language, within = get_language() or "fr", ' class="within"' if are_within else ""
    listed = escape(_("list") + pgettext("between a label and its text", ": "))
    rows = []
    for line in lines:
        name, shown = escape(line.name), money.display_number(line.count, language)
        head = f'<a href="{escape(line.map_url)}">{name}</a>' if line.map_url else name
        note = f' <span class="quiet">{escape(line.note)}</span>' if line.note else ""
        if line.list_url:
            label = f"{name}, {listed}{localize(line.count)}"
            shown = f'<a href="{escape(line.list_url)}" aria-label="{label}">{shown}</a>'
        rows.append(LINE % (within, head, note, shown) + "    ")
    return mark_safe("".join(rows))  # noqa: S308  every text in it is escaped


@register.simple_tag
def dots(marks: list[Mark]) -> SafeString:
    """Marks of points, each a link with its name."""
    drawn = []
    for one in marks:
        label, at = escape(one.label), f'x="{one.x}" y="{one.y}"'
        wedge = f'<path class="wedge" d="{one.wedge}"></path>' if one.wedge else ""
        number = f'<text {at} dy=".35em">{one.count}</text>' if one.count > 1 else ""
        name = (
            f'<text class="name" {at} dx="{one.beyond}" dy=".35em">{escape(one.name)}</text>'
            if one.name
            else ""
        )
        drawn.append(MARK % (
            escape(one.url), label, label, wedge, one.x, one.y, " many" if one.count > 1 else "",
            one.x, one.y, one.radius, number, name,
        ))  # fmt: skip
    return mark_safe("".join(drawn))  # noqa: S308  every text in it is escaped
