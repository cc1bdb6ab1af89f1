"""Sources, events and wiki pages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.web_addresses import same_page

from .fields import EntryLinks, TermLink
from .record import Titled
from .rows import Acquisition


class Source(Titled):
    """A document or link that supports facts."""

    kind = TermLink("source_kind", verbose_name=_("Kind"))
    role = TermLink("source_role", verbose_name=_("How it reached us"))
    publisher = models.CharField(_("Publisher"), max_length=200, blank=True)
    author = models.CharField(
        _("Author"), max_length=200, blank=True, help_text=_("A body or a public signature.")
    )
    agency = models.CharField(_("News agency"), max_length=100, blank=True)
    url = models.URLField(_("Address"), blank=True, max_length=2000)
    archived_url = models.URLField(_("Public archive"), blank=True, max_length=2000)
    relayed_by = EntryLinks("source", verbose_name=_("Relayed by"))
    language = models.CharField(
        _("Language"), max_length=2, blank=True, help_text=_("Two letters.")
    )
    licence = models.CharField(_("Licence"), max_length=100, blank=True)
    acquisition = models.CharField(
        _("Class of source"), max_length=10, choices=Acquisition, blank=True
    )
    redaction_note = models.CharField(_("What was masked"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Source")

    def pages(self) -> list[str]:
        """Where it was read, and where it was archived."""
        return [page for page in (same_page(self.url), same_page(self.archived_url)) if page]


class Event(Titled):
    """Something that happened."""

    kind = TermLink("event_kind", verbose_name=_("Kind"))
    places = EntryLinks("place", verbose_name=_("Places"))
    actors = EntryLinks("organisation", "vendor", "place", verbose_name=_("Actors"))
    deployments = EntryLinks("deployment", verbose_name=_("Deployments"), related_name="events")
    laws = EntryLinks("law", verbose_name=_("Legal texts"))

    class Meta:
        verbose_name = _("Event")


class Page(Titled):
    """A wiki page: its text is the description, and the same in English where it is written."""

    TEXTS = ("description", "description_en")

    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    description_en = models.TextField(_("Text in English"), blank=True, max_length=50_000)
    description_en_html = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("Page")

    @property
    def label_en(self) -> str:
        """The English title."""
        return self.title_en

    @property
    def is_translated(self) -> bool:
        """True for a reader in English of a page that has an English text."""
        return get_language() == "en" and bool(self.description_en)

    @property
    def shown_html(self) -> str:
        """The text in the reader's language where it is written, else in French."""
        return self.description_en_html if self.is_translated else self.description_html
