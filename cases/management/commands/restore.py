"""Restore a backup into an empty instance, once everything in it is proved."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.backup.restore import restore
from cases.backup.sealing import BackupError


class Command(BaseCommand):
    """`manage.py restore DIR [--snapshot NAME] [--identity FILE]`, with the service stopped."""

    help = __doc__
    requires_migrations_checks = False

    def add_arguments(self, parser):
        """Which backup, and the key that opens it."""
        parser.add_argument("dir", type=Path, metavar="DIR", help="folder of the backups")
        parser.add_argument(
            "--snapshot", default="", metavar="NAME", help="the newest if not given"
        )
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="private key of age, for an encrypted one"
        )
        parser.add_argument(
            "--accept-problems", action="store_true",
            help="restore although `verify` names problems: those that the instance had",
        )  # fmt: skip

    def handle(self, *, dir, snapshot, identity, accept_problems, **options):
        """Say each step, and what remains to be done."""
        try:
            restore(dir.resolve(), snapshot, identity, self.stdout.write, accept_problems)
        except (BackupError, OSError) as error:
            raise CommandError(error) from error
        self.stdout.write("Restored. Start the service; /readyz says when it is fit for work.")
