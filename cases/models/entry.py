"""The identity of a record, whatever its kind."""

from functools import lru_cache

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from taggit.managers import TaggableManager

from .log import Ground


@lru_cache(100)
def _list_address(kind: str, language: str | None) -> str:
    """Where the records of a kind are; asked for each of the many links of a page."""
    from cases.kinds import KINDS

    return reverse("record-list", args=[KINDS[kind].word])


class EntryQuerySet(models.QuerySet):
    """Entries by what a reader or a form knows of them."""

    def live(self):
        """Entries whose record can be read: neither merged into another nor withdrawn."""
        return self.filter(merged_into=None, withdrawn_on=None)

    def named(self, folded: str):
        """Entries that carry this folded name, alias, code or postcode."""
        return self.filter(names__folded=folded).distinct()


class Entry(models.Model):
    """The permanent identity of one record: its kind and its address, never reused.

    Everything that points to a record points here, so a link needs no knowledge of the
    record's own table; `title`, `title_en` and the words to search by are copies kept by the
    writer of records.
    """

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=160)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    search_names = models.TextField(blank=True, help_text="Words of its names, for searching.")
    search_text = models.TextField(blank=True, help_text="Words of its text, for searching.")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_entries"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_ground = models.CharField(
        max_length=10, choices=Ground, blank=True, help_text="All that the tombstone says of why."
    )
    verification = models.CharField(
        max_length=12, default="none", db_index=True, help_text="A level of Verification, derived."
    )
    completeness = models.PositiveSmallIntegerField(
        null=True, help_text="Percent of the expected facts that are answered, derived."
    )
    tags = TaggableManager(through="cases.TaggedEntry", blank=True, related_name="tagged_entries")

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="entry_address_is_unique")
        ]

    def __str__(self) -> str:
        if self.title_en and get_language() == "en":
            return self.title_en
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the record's page in the active language."""
        return f"{_list_address(self.kind, get_language())}{self.slug}/"

    @property
    def reference(self) -> str:
        """`kind/slug`: the stable identifier used in snapshots and forms."""
        return f"{self.kind}/{self.slug}"

    @property
    def is_live(self) -> bool:
        """True when the record can be read and edited."""
        return self.merged_into_id is None and self.withdrawn_on is None


class Name(models.Model):
    """One folded text under which an entry can be found (derived, made again by `rebuild`)."""

    class Source(models.TextChoices):
        TITLE = "title"
        ALIAS = "alias"
        CODE = "code"
        POSTCODE = "postcode"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="names")
    folded = models.CharField(max_length=300, db_index=True)
    source = models.CharField(max_length=10, choices=Source)
    kind = models.CharField(max_length=20, help_text="That of the entry.")
    weight = models.PositiveBigIntegerField(
        default=0, help_text="Which of several comes first, derived."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "folded"], name="name_once_per_entry")
        ]
        indexes = [
            # All that completing a name reads; by its beginning on PostgreSQL too.
            models.Index(
                fields=["kind", "folded", "weight", "entry"],
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops", "int8_ops", "int8_ops"],
                name="name_to_complete",
            )
        ]

    def __str__(self) -> str:
        return self.folded
