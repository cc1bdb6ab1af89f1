"""Words that moderators can add to: terms of a vocabulary, and free tags."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from .entry import Entry
from .fields import EntryLink, TermLink
from .record import Named, Record, RecordQuerySet


class Term(Named):
    """One word of a closed vocabulary, such as the technology `vsa`."""

    scheme = models.CharField(_("Vocabulary"), max_length=40)
    key = models.CharField(_("Key"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    parent = EntryLink("term", verbose_name=_("Broader term"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Term")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="term_key_once_per_scheme")
        ]

    @property
    def label_en(self) -> str:
        """The English name."""
        return self.name_en

    def codes(self) -> list[str]:
        """The key, by which filters name the term."""
        return [self.key]


class Tag(TagBase, Record):
    """A word that ties records together across kinds."""

    LABEL = "name"

    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    parent = EntryLink("tag", verbose_name=_("Broader tag"), null=True, blank=True)
    category = TermLink("tag_category", verbose_name=_("Category"))

    objects = RecordQuerySet.as_manager()  # taggit's own knows nothing of entries

    class Meta:
        verbose_name = _("Tag")

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def label_en(self) -> str:
        """The English name."""
        return self.name_en

    def before_save(self) -> None:
        """A tag's key is its address, which is unique in its folded form."""
        self.slug = self.entry.slug


class TaggedEntry(ItemBase):
    """One tag on one record."""

    content_object = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="tagged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="tag_once_per_entry")
        ]

    def __str__(self) -> str:
        return f"{self.content_object_id} # {self.tag_id}"
