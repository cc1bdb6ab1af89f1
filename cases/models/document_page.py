"""The pages of public PDFs, as their words: derived from the files, so they may be erased."""

from django.db import models


class DocumentPage(models.Model):
    """The text of one page of a stored PDF; an empty text is a page that is only a picture."""

    name = models.CharField(max_length=80, help_text="Digest and extension, as stored.")
    number = models.PositiveIntegerField(help_text="Counted from 1.")
    text = models.TextField(blank=True)
    folded = models.TextField(blank=True, help_text="The text, as searches compare it.")
    words = models.JSONField(
        default=list, help_text="[word, left, top, right, bottom] in ten-thousandths of the page."
    )

    class Meta:
        ordering = ["name", "number"]
        constraints = [models.UniqueConstraint(fields=["name", "number"], name="one_page_each")]

    def __str__(self) -> str:
        return f"{self.name}, {self.number}"
