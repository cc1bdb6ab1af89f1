"""What comes out of cleaning, and the words for what was taken away."""

from dataclasses import dataclass, field

from django.utils.translation import gettext

from .types import Type


def _(words: str) -> str:
    """Mark for translation; `in_words` translates, for the child process knows no language."""
    return words


GPS = _("GPS position")
AUTHOR = _("author")
DEVICE = _("device or software")
DATE = _("date")
TITLE = _("title and keywords")
THUMBNAIL = _("thumbnail")
COMMENT = _("comment")
TEXTS = _("text notes")
XMP = _("editing data (XMP)")
IPTC = _("press data (IPTC)")
COLOURS = _("colour profile")
TRANSPARENCY = _("transparency")
SECOND_PICTURE = _("second picture")
HIDDEN = _("other hidden data")
TRAILING = _("data after the end of the file")
EARLIER = _("earlier versions of the file")
LINKS = _("links and notes")
FORM = _("form fields")
SCRIPTS = _("scripts")
ACTIONS = _("automatic actions")
ATTACHMENTS = _("attached files")
BOOKMARKS = _("bookmarks")
LAYERS = _("layers")
STRUCTURE = _("structure tags")
SIGNATURE = _("electronic signature")
PROTECTION = _("protection against copying")


@dataclass(frozen=True)
class Cleaned:
    """A cleaned file: its bytes, its kind, its size, and what was taken away.

    `width` and `height` are in pixels; for a PDF both are 0 and `pages` counts. `removed` holds
    English words, each once: they are stored, and shown through `in_words`.
    """

    data: bytes
    type: Type
    width: int = 0
    height: int = 0
    pages: int = 0
    removed: list[str] = field(default_factory=list)


def in_words(removed: list[str]) -> list[str]:
    """What was removed, in the language of the reader."""
    return [gettext(words) for words in removed]
