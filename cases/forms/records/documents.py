"""Events, sources and pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import models as m
from cases.forms.base import SHARED_FIELDS, RecordForm
from cases.forms.fields import StoredFileField
from cases.forms.rows import CITATIONS, DATES, DESCRIBED, RowForm, Rows, form_field


class EventForm(RecordForm):
    """Something that happened."""

    class Meta:
        model = m.Event
        fields = ("title", "kind", "places", "actors", "deployments", "laws", *SHARED_FIELDS)
        formfield_callback = form_field


class SourceFileForm(RowForm):
    """A file of a source: cleaned, stored, and public once this row is."""

    name = StoredFileField(max_length=80, label=_("File"),
                           help_text=_("Digest and extension, as stored."))  # fmt: skip

    class Meta:
        model = m.SourceFile
        fields = ("key", "name", "caption", "masked", "pages")
        formfield_callback = form_field


FILES = Rows("files", "file", SourceFileForm, "source", _("Files"), moderators_only=True)


class SourceForm(RecordForm):
    """A source."""

    ROWS = (FILES, DATES, CITATIONS)

    title = forms.CharField(
        max_length=300, required=False, label=_("Title"),
        help_text=_("Left empty, the address or the publisher names it."),
    )  # fmt: skip

    class Meta:
        model = m.Source
        fields = (
            "title", "kind", "role", "publisher", "author", "agency", "url", "archived_url",
            "relayed_by", "language", "licence", "acquisition", "redaction_note", *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field

    def clean(self):
        """A source is named by its title, else its address, else its publisher."""
        cleaned = super().clean()
        if "title" in cleaned and not cleaned["title"]:
            cleaned["title"] = (cleaned.get("url") or cleaned.get("publisher") or "")[:300]
            if not cleaned["title"]:
                self.add_error("title", _("Give a title or an address."))
        return cleaned


class PageForm(RecordForm):
    """A wiki page."""

    ROWS = DESCRIBED

    class Meta:
        model = m.Page
        fields = ("title", "title_en", "description", "description_en", *SHARED_FIELDS)
        formfield_callback = form_field
