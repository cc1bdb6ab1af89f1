"""Load a corpus of documented facts through the door, and prove that nothing was lost."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.exchange.corpus import CorpusError
from cases.moderation import imports


class Command(BaseCommand):
    """See the module."""

    help = "Load a corpus file. Records that were loaded before are left alone."

    def add_arguments(self, parser):
        """The file."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file, **options):
        """Load, print the table of records read and stored, and fail if they differ."""
        try:
            lines = imports.load_corpus(file)
        except (OSError, CorpusError) as error:
            raise CommandError(error) from error
        lines.append(
            imports.Line("total", sum(li.read for li in lines), sum(li.stored for li in lines))
        )
        self.stdout.write(f"{'corpus':18}{'read':>6}{'stored':>8}")
        for line in lines:
            self.stdout.write(f"{line.type:18}{line.read:6}{line.stored:8}")
        if any(line.read != line.stored for line in lines):
            raise CommandError("Not every record of the corpus is stored.")
