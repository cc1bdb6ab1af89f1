"""The numbered sources of a fiche, each with what it supports."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.facts.sourcing import Line, Use
from cases.templatetags.register import as_written, mark, value

ITEM = '<li id="s%d"><p class="title">%s</p>%s%s%s%s</li>\n    '
USES = '<ul class="uses">%s</ul>'
LINK = '<a href="%s" rel="nofollow noopener noreferrer">%s</a>'


def items(lines: Iterable[Line]) -> SafeString:
    """The sources of a record, in the order of their numbers."""
    written = (
        ITEM % (line.number, value(line.value), _details(line), _uses(line), _links(line),
                _health(line.health))
        for line in lines
    )  # fmt: skip
    return mark_safe("".join(written))  # noqa: S308  every part of it is escaped


def _details(line: Line) -> str:
    return f"<p>{', '.join(map(escaped, line.details))}.</p>" if line.details else ""


def _uses(line: Line) -> str:
    if not line.tells:
        return ""
    return USES % "".join(f"<li>{_use(use)}</li>\n    " for use in line.uses)


def _use(use: Use) -> str:
    said = f"<b>{escaped(use.about)}</b>" if use.about else escaped(_("The whole record"))
    if use.locator:
        place = escaped(use.locator)
        if use.page_url:
            place = f'<a href="{escaped(use.page_url)}">{place}</a>'
        said += escaped(pgettext("between a label and its text", ": ")) + place
    if use.quotation:
        said += f" <q{as_written()}>{escaped(use.quotation)}</q>"
    if use.how:
        said += f' <span class="quiet">{escaped(use.how)}</span>'
    return said + (f" {mark(use.mark.name, use.mark.label)}" if use.mark else "")


def _links(line: Line) -> str:
    """Where the source was published, and where a copy of it is kept."""
    addresses = [
        (line.url, _("Read it where it was published")), (line.archived_url, _("Archived copy")),
    ]  # fmt: skip
    if not (line.url or line.archived_url):
        return ""
    original, copy = (LINK % (escaped(url), escaped(words)) if url else ""
                      for url, words in addresses)  # fmt: skip
    return f"<p>{original}{' ' + copy if copy else ''}</p>"


def _health(health) -> str:
    """How the original of a source is; most have nothing to say."""
    if health and (health.capture or health.words):
        return render_to_string("records/parts/health.html", {"health": health})
    return "\n"
