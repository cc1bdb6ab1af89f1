"""Load a dump into an empty register, which then states and proves the same."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.exchange.dumps.manifest import BadDump
from cases.moderation.load_dump import load_dump


class Command(BaseCommand):
    """`manage.py load_dump DIR`, after `migrate` and before anything else."""

    help = __doc__

    def add_arguments(self, parser):
        """The folder."""
        parser.add_argument("dir", type=Path, metavar="DIR")

    def handle(self, *, dir, **options):
        """Load, and say the head of the chain, to be compared with the one known elsewhere."""
        try:
            done = load_dump(dir)
        except (BadDump, OSError) as error:
            raise CommandError(error) from error
        self.stdout.write(
            f"Loaded: {done.rows} rows, {done.records} records, {done.revisions} revisions, "
            f"head {done.head or 'none'}."
        )
        if done.files_missing:
            self.stdout.write(
                f"{done.files_missing} files of sources are not in the dump (--with-files), "
                "and verify will name them."
            )
