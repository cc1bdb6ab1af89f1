"""Evidence files in words, on public pages as well."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.evidence.cleaned import in_words
from cases.evidence.limits import MEGABYTE

register = template.Library()


@register.filter
def removed_words(removed) -> str:
    """What cleaning took away, as a list in words."""
    return ", ".join(in_words(removed))


def size_words(size: int) -> str:
    """Bytes as people read them: `43 kB`, `1.2 MB`."""
    if size < MEGABYTE:
        return _("%(n)s kB") % {"n": max(1, round(size / 1000))}
    return _("%(n)s MB") % {"n": number_format(size / MEGABYTE, 1)}


@register.filter
def file_words(file) -> str:
    """The kind and the size of a file: `JPEG, 4 000 × 3 000, 1,2 MB`."""
    kind = file.name.rpartition(".")[2].upper().replace("JPG", "JPEG").replace("WEBP", "WebP")
    if file.name.endswith(".pdf"):
        pages = file.pages or 0
        size = ngettext("%(n)s page", "%(n)s pages", pages) % {"n": pages} if pages else ""
    else:
        size = _("%(width)s × %(height)s pixels") % {"width": file.width, "height": file.height}
    return ", ".join(part for part in (kind, size, size_words(file.size)) if part)
