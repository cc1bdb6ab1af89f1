"""Facts in words, in the band at the top of a fiche and in its table."""

from collections.abc import Container, Iterable

from django.template.loader import render_to_string
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.facts.values import Fact, Value
from cases.templatetags.register import mark, sources, value

MOST_IN_LINE = 3  # more values, or values with remarks, stand one under another
CELL = "<div>\n    <dt>%s</dt>\n    <dd>%s</dd>\n    %s\n  </div>\n  "
NOTE = '<dd class="note">%s</dd>'
ROW = (
    '<tr role="row"><th role="rowheader" scope="row">%s <a class="object" href="%s%s" '
    'rel="nofollow">%s<span class="vh">%s%s</span></a></th><td role="cell">%s</td></tr>\n        '
)
REPLY = ' <a class="src" href="#replies">%s</a>'


def cells(facts: Iterable[Fact], replied: Container[str]) -> SafeString:
    """The cells of the band; `replied` are the fields that a reply answers."""
    written = []
    for fact in facts:
        box = f" {mark(fact.mark.name, fact.mark.label)}" if fact.mark else ""
        inside = in_line(fact.values) + box + sources(fact.sources) + beside(fact, replied)
        note = NOTE % escaped(fact.note) if fact.note else ""
        written.append(CELL % (escaped(fact.label), inside, note))
    return mark_safe("".join(written))  # noqa: S308  every part of it is escaped


def rows(facts: Iterable[Fact], replied: Container[str], here: str) -> SafeString:
    """The rows of the table; `here` is the address of the record, where one can object."""
    start, verb = escaped(f"{here}report/?passage="), escaped(_("object"))
    colon = escaped(pgettext("between a label and its text", ": "))
    written = []
    for fact in facts:
        label = escaped(fact.label)
        inside = _values(fact) + beside(fact, replied)
        written.append(ROW % (label, start, escaped(fact.name), verb, colon, label, inside))
    return mark_safe("".join(written))  # noqa: S308  every part of it is escaped


def in_line(values: Iterable[Value]) -> str:
    """Values with their remarks, one after another."""
    return ", ".join(value(one, True) for one in values)


def beside(fact: Fact, replied: Container[str]) -> str:
    """What is said against a fact, and the way to the reply to it."""
    reply = REPLY % escaped(pgettext("mark", "reply")) if fact.name in replied else ""
    return against(fact) + reply


def against(fact) -> str:
    """What is said against a fact or a date; hardly any has something."""
    if fact.against or getattr(fact, "outdated", ()):
        return render_to_string("records/parts/against.html", {"fact": fact})
    return "\n"


def _values(fact: Fact) -> str:
    values, support = fact.values, _support(fact)
    if len(values) <= MOST_IN_LINE and not (values and values[0].note):
        return f"<span>{in_line(values)}{support}</span>"
    listed = "".join(f"<li>{value(one, True)}</li>" for one in values)
    if fact.mark or fact.sources or fact.note:
        listed += f"<li>{support}</li>"
    return f"<ul>{listed}</ul>"


def _support(fact: Fact) -> str:
    """How good a fact is and the numbers of its sources."""
    if not fact.mark:
        return sources(fact.sources)
    note = f' <span class="quiet">{escaped(fact.note)}</span>' if fact.note else ""
    return f" {mark(fact.mark.name, fact.mark.label)}{note}{sources(fact.sources)}"
