"""Look whether each source is still where it was published, and still says what was copied."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from cases.evidence.captures import copy_of, sources_with_address
from cases.evidence.fetch import Fetcher
from cases.evidence.link_checks import check, to_check
from cases.exchange.progress import Progress

WORDS = {"changed": "original changed", "vanished": "original vanished"}


class Command(BaseCommand):
    """`manage.py check_links [--limit N] [--older-than DAYS]`, from a timer."""

    help = __doc__

    def add_arguments(self, parser):
        """How many, and which."""
        parser.add_argument("--limit", type=int, default=0, help="At most so many; 0: all.")
        parser.add_argument(
            "--older-than", type=int, default=0, help="Only those not looked at for so many days."
        )

    def handle(self, *args, limit=0, older_than=0, **options):
        """One line for each source that is not as it was, then the counts."""
        if limit < 0 or not 0 <= older_than <= 36_500:
            raise CommandError("--limit and --older-than must be 0 or more.")
        wanted = to_check(timezone.localdate(), older_than)
        keys = list(wanted.values_list("pk", flat=True))[: limit or None]
        counts, fetcher = Counter(), Fetcher()
        with Progress("Looking at sources", len(keys), self.stderr) as progress:
            for key in keys:
                source = sources_with_address().filter(pk=key).first()
                if source is not None:
                    counts[self._one(source, fetcher)] += 1
                progress.advance()
        for what, number in sorted(counts.items()):
            self.stdout.write(f"{number:6} {what}")
        self.stdout.write(f"{len(keys):6} sources in all")

    def _one(self, source, fetcher: Fetcher) -> str:
        try:
            found = check(source, fetcher, timezone.localdate())
        except DatabaseError:
            raise
        except Exception as error:  # a fault of ours that one page brings out must not stop all
            self.stderr.write(f"{source.entry.slug}: {error!r}")
            return "failed by a fault of the program"
        capture = copy_of(source)
        words = WORDS.get(found.outcome, found.outcome.value)
        if found.outcome == "same" and capture and capture.sha256 != found.sha256:
            words = "same text, other bytes"
        if found.outcome != "same":
            said = [source.entry.slug, words, str(found.reason), str(found.status or "")]
            self.stdout.write(" ".join(filter(None, said)))
        return words
