"""Write the public register as open files, for anybody to take and for `load_dump`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cases.exchange.dumps import published
from cases.exchange.dumps.write import write
from cases.models import DataVersion

from .data_dictionary import document


class Command(BaseCommand):
    """`manage.py dump [DIR]`: without DIR it is the one that /data/ offers."""

    help = __doc__

    def add_arguments(self, parser):
        """Where, of which address, with which files."""
        parser.add_argument(
            "dir", type=Path, nargs="?", metavar="DIR",
            help="a new or empty folder; default: DATA_DIR/dumps/<day>, offered at /data/",
        )  # fmt: skip
        parser.add_argument(
            "--site", default="", metavar="URL", help="address of the register in the files"
        )
        parser.add_argument(
            "--with-files", action="store_true", help="also the public files of sources themselves"
        )
        parser.add_argument(
            "--keep", type=int, default=3, metavar="N",
            help="without DIR: keep the newest N dumps (default 3)",
        )  # fmt: skip

    def handle(self, *, dir, site, with_files, keep, **options):
        """Write it, and say what it holds."""
        if keep < 1:
            raise CommandError("--keep must be at least 1.")
        folder = dir.resolve() if dir else published.new_folder(timezone.localdate().isoformat())
        try:
            said = write(folder, site or _site(), document(), with_files)
        except OSError as error:
            raise CommandError(error) from error
        self.stdout.write(
            f"Dump of data version {said['data_version']}: {len(said['files'])} files in {folder}; "
            f"{said['head']['sequence']} revisions, head {said['head']['digest'] or 'none'}."
        )
        if dir is None:
            with transaction.atomic():
                DataVersion.advance()  # /data/ shows another dump
            for name in published.prune(keep):
                self.stdout.write(f"Removed: dump {name}.")


def _site() -> str:
    """The public name of the instance, or this machine."""
    public = [host for host in settings.ALLOWED_HOSTS if host not in settings.LOOPBACK_HOSTS]
    return f"https://{public[0].lstrip('.')}" if public else "http://localhost"
