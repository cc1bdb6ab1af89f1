"""Erase again in a restored backup what was erased since it was made."""

import sys

from django.core.management.base import BaseCommand

from cases.history import Refused
from cases.integrity import journal as erase_journal
from cases.moderation import erase


class Command(BaseCommand):
    """`manage.py replay_erasures`: safe to run again; exits with 1 when one cannot be applied."""

    help = __doc__

    def handle(self, *args, **options):
        """One line for each erasure; never the value."""
        failed = False
        for line in erase_journal.not_applied():
            where = f"{line['record']}: {line['path']}"
            try:
                erasure = erase.replay(line)
            except Refused as error:
                failed = True
                self.stdout.write(f"{where}: NOT erased: {error}")
                continue
            done = f"erased, decision {erasure.decision_id}" if erasure else "not in this register"
            self.stdout.write(f"{where}: {done}")
        self.stdout.write("Every erasure of the journal is applied." if not failed else "")
        if failed:
            sys.exit(1)
