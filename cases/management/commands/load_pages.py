"""Load the first wiki pages through the door; pages that people edited are left alone."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.exchange import guides
from cases.moderation.import_pages import load_pages


class Command(BaseCommand):
    """See the module."""

    help = "Load the wiki pages of a folder. Safe to run again: what people edited is kept."

    def add_arguments(self, parser):
        """The folder."""
        parser.add_argument(
            "folder", type=Path, nargs="?", metavar="FOLDER",
            default=settings.BASE_DIR / "fixtures" / "pages",
        )  # fmt: skip

    def handle(self, *, folder, **options):
        """Load, and say how many pages were made, edited and kept."""
        try:
            read = guides.read(folder)
            done = load_pages(read)
        except (OSError, guides.BadPage) as error:
            raise CommandError(error) from error
        self.stdout.write(
            f"Pages: {len(read)} read, {done.made} made, {done.edited} edited, "
            f"{done.kept} kept as people left them"
        )
