"""The files of a source. A row here makes a stored file public."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .documents import Source
from .rows import Row

MOST_PAGES = 10_000


class SourceFile(Row):
    """One file that shows a source: a picture or a PDF, cleaned before it was stored."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(
        _("File"), max_length=80, db_index=True, help_text=_("Digest and extension, as stored.")
    )
    caption = models.CharField(
        _("Caption"), max_length=300, blank=True, help_text=_("What it shows, where and when.")
    )
    masked = models.BooleanField(_("Squares were blacked out"), default=False)
    pages = models.PositiveIntegerField(
        _("Pages"), null=True, blank=True, validators=[MaxValueValidator(MOST_PAGES)]
    )
    size = models.PositiveIntegerField(default=0, editable=False, help_text="Bytes.")
    width = models.PositiveIntegerField(default=0, editable=False, help_text="Pixels; 0: a PDF.")
    height = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return self.caption or self.name

    @property
    def is_picture(self) -> bool:
        """True when it can be shown on a page."""
        return not self.name.endswith(".pdf")

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height of its small copy on the page of the source."""
        from cases.evidence.thumbnails import shown_size

        return shown_size(self.width, self.height)

    def before_save(self) -> None:
        """Store how large the file is, read off the file itself."""
        from cases.evidence.measures import measures_of

        self.size, self.width, self.height = measures_of(self.name)
