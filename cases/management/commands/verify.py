"""Prove that every public row is what its revisions state, and that the chain holds."""

import itertools
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.evidence import captures
from cases.integrity import journal as erase_journal
from cases.integrity import old_copy, problems, remarks
from cases.models import Revision
from cases.moderation import operations
from cases.moderation.orphans import missing_or_altered


class Command(BaseCommand):
    """`manage.py verify`: exits with 1 and names each row that is not as it should be."""

    help = __doc__

    def add_arguments(self, parser):
        """An old copy of the chain, to compare with."""
        parser.add_argument(
            "--against", type=Path, metavar="chain.csv",
            help="an old copy of /transparency/chain.csv: name the first difference",
        )  # fmt: skip

    def handle(self, *, against, **options):
        """One line for each problem; the head of the chain when there is none."""
        sources = [
            problems(), missing_or_altered(), captures.missing_or_altered(),
            operations.problems(), _not_erased_again(),
        ]  # fmt: skip
        if against:
            sources.append(_compared(against))
        number = 0
        for problem in itertools.chain(*sources):
            number += 1
            self.stdout.write(problem)
        for remark in remarks():
            self.stdout.write(f"({remark})")
        if number:
            self.stdout.write(f"{number} problems.")
            sys.exit(1)
        last = Revision.objects.order_by("-sequence").first()
        head = f"{last.sequence} revisions, head {last.digest}" if last else "no revision yet"
        self.stdout.write(f"Everything holds: {head}.")


def _compared(path: Path) -> list[str]:
    """The first difference from an old copy of the chain."""
    try:
        return old_copy.first_difference(path)
    except (OSError, old_copy.NotAChain) as error:
        raise CommandError(error) from error


def _not_erased_again() -> list[str]:
    """Erasures of the journal that a restored backup has not been told of."""
    return [
        f"{line['record']}: {line['path']} was erased on {line['day']} (journal), "
        "and this database still holds it: run replay_erasures"
        for line in erase_journal.not_applied()
    ]
