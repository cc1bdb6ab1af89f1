"""The links that Markdown texts make by name (derived)."""

from django.db import models

from .entry import Entry


class WikiLink(models.Model):
    """One target of the `[[…]]` in the text of a record, made again with its rendered text.

    `target` is the record that it leads to; none means that nobody has written it yet.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="wikilinks")
    folded = models.CharField(
        max_length=300, db_index=True, help_text="The folded name, or an address: `vendor/xxii`."
    )
    typed = models.CharField(max_length=200, help_text="The name as it stands in the text.")
    target = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="mentions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "folded"], name="wikilink_once_per_entry")
        ]

    def __str__(self) -> str:
        return f"[[{self.typed}]]"
