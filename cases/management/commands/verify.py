"""Prove that every public row is what its revisions state, and that the chain holds."""

import itertools
import sys

from django.core.management.base import BaseCommand

from cases.evidence import captures
from cases.integrity import problems
from cases.models import Revision
from cases.moderation.orphans import missing_or_altered


class Command(BaseCommand):
    """`manage.py verify`: exits with 1 and names each row that is not as it should be."""

    help = __doc__

    def handle(self, *args, **options):
        """One line for each problem; the head of the chain when there is none."""
        number = 0
        for problem in itertools.chain(
            problems(), missing_or_altered(), captures.missing_or_altered()
        ):
            number += 1
            self.stdout.write(problem)
        if number:
            self.stdout.write(f"{number} problems.")
            sys.exit(1)
        last = Revision.objects.order_by("-sequence").first()
        head = f"{last.sequence} revisions, head {last.digest}" if last else "no revision yet"
        self.stdout.write(f"Everything holds: {head}.")
