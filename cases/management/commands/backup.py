"""Back up the whole instance while it serves: database, files, journal of erasures."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.backup.make import backup
from cases.backup.sealing import BackupError
from cases.backup.store import Store


class Command(BaseCommand):
    """`manage.py backup DIR [--keep N]`; exits with 1 when a file of the instance is damaged."""

    help = __doc__

    def add_arguments(self, parser):
        """The folder, how many to keep, or only a look at what is there."""
        parser.add_argument("dir", type=Path, metavar="DIR", help="folder of the backups")
        parser.add_argument(
            "--keep", type=int, metavar="N",
            help="keep the newest N, and the files that those name; without it all stay",
        )  # fmt: skip
        parser.add_argument(
            "--check", action="store_true",
            help="make none: read every byte of those in DIR, and name what is not as it was",
        )  # fmt: skip

    def handle(self, *, dir, keep, check, **options):
        """Do it, and say in four lines what was done."""
        if keep is not None and keep < 1:
            raise CommandError("--keep must be at least 1.")
        try:
            if check:
                self._check(Store(dir))
            else:
                self._say(backup(dir.resolve(), keep))
        except (BackupError, OSError) as error:
            raise CommandError(error) from error

    def _say(self, done):
        how = "encrypted" if done.encrypted else "NOT encrypted: BACKUP_RECIPIENT is empty"
        self.stdout.write(f"Backup {done.name}, {how}.")
        self.stdout.write(
            f"{done.files} files, {done.copied} of them new ({done.bytes_copied} bytes); data "
            f"version {done.data_version}; {done.revisions} revisions, head {done.head or 'none'}."
        )
        for name in done.removed:
            self.stdout.write(f"Removed: backup {name}.")
        for name in done.damaged:
            self.stdout.write(f"DAMAGED, and not in the backup: {name}.")
        if done.damaged:
            sys.exit(1)

    def _check(self, store):
        finished, wrong = store.finished(), 0
        for name in finished:
            for path in store.damaged(name):
                wrong += 1
                self.stdout.write(f"{name}: {path} is missing or altered.")
        if wrong or not finished:
            raise CommandError(f"{wrong} problems in {len(finished)} backups.")
        self.stdout.write(f"Every byte of {len(finished)} backups is as it was written.")
