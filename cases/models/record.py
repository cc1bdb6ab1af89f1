"""What every kind of record has."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .entry import Entry
from .fields import TextListField


class RecordQuerySet(models.QuerySet):
    """Records with what a list or a page shows of them."""

    def with_links(self):
        """Records with their entry and every linked entry, in a constant number of queries."""
        single = [f.name for f in self.model._meta.fields if f.is_relation and f.name != "entry"]
        several = [f.name for f in self.model._meta.many_to_many]
        return self.select_related("entry", *single).prefetch_related(
            *several, "entry__tags", "entry__dates", "entry__citations__source"
        )

    def newest_first(self):
        """The order of lists: last edited first, then by address."""
        return self.order_by("-edited_on", "-entry_id")


class Record(models.Model):
    """A public record: a row here is public, for what is not accepted lives elsewhere."""

    class ContestedBy(models.TextChoices):
        """Where the doubt comes from."""

        SOURCE = "source", _("the source itself")
        BETWEEN_SOURCES = "between_sources", _("another source")
        ARITHMETIC = "arithmetic", _("a calculation")

    LABEL = "title"  # the field that names the record
    TEXTS = ("description",)  # Markdown; each has its rendered HTML in `<name>_html`

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="%(class)s"
    )
    aliases = TextListField(
        verbose_name=_("Other names"), help_text=_("One a line: acronyms, former names.")
    )
    description = models.TextField(_("Description"), blank=True, max_length=50_000)
    description_html = models.TextField(blank=True, editable=False)
    note = models.TextField(
        _("Remark"),
        blank=True,
        max_length=5_000,
        help_text=_("A reservation shown beside the facts."),
    )
    contested = models.BooleanField(_("Contested"), default=False)
    contested_by = models.CharField(
        _("Contested by"), max_length=20, choices=ContestedBy, blank=True
    )
    contested_note = models.TextField(_("Why it is contested"), blank=True, max_length=2_000)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_on = models.DateField(null=True, editable=False)
    edited_on = models.DateField(null=True, editable=False, db_index=True)
    verified_on = models.DateField(null=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.entry)

    def get_absolute_url(self) -> str:
        """Address of the record's page in the active language."""
        return self.entry.get_absolute_url()

    @property
    def label(self) -> str:
        """The name or title, as stored."""
        return getattr(self, self.LABEL)

    @property
    def label_en(self) -> str:
        """The English name, where the kind has one."""
        return ""

    @property
    def tags(self):
        """The tags of the record, through its entry."""
        return self.entry.tags

    def codes(self) -> list[str]:
        """Identifiers under which people look the record up, such as an INSEE code."""
        return []

    def pages(self) -> list[str]:
        """Web addresses under which the record is found, as `web_addresses.same_page` has them."""
        return []

    def before_save(self) -> None:
        """Compute derived columns; called by the writer of records."""


class Named(Record):
    """A record known by a name."""

    LABEL = "name"

    name = models.CharField(_("Name"), max_length=200)

    class Meta:
        abstract = True


class Titled(Record):
    """A record known by a title."""

    title = models.CharField(_("Title"), max_length=300)

    class Meta:
        abstract = True
