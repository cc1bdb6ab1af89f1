"""The finished line of a record in the table of its list: derived, for who takes all of it away."""

from django.db import models

from .entry import Entry


class CsvLine(models.Model):
    """What the CSV of a list says of one record, but for the address of the site.

    Made ahead where the list is long, and removed by the transaction that changes anything it
    says; a line that is not there is made while the file is written.
    """

    KINDS = ("deployment",)  # whose lists are long, and taken away whole

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    edition = models.CharField(
        max_length=16, help_text="Of the program that made it; another makes its own."
    )
    slug = models.CharField(max_length=160, help_text="That of the entry.")
    cells = models.TextField(help_text="What follows the two cells of the address, quoted.")

    def __str__(self) -> str:
        return self.slug
