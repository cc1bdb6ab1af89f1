"""Keep a private copy of every source on the web that has none yet.

Safe to stop and to run twice at once: each source is one transaction, and one that another
worker copied meanwhile is left alone.
"""

import time
from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from cases.evidence import captures
from cases.evidence.fetch import Fetcher
from cases.evidence.limits import Refused
from cases.evidence.link_checks import archive, to_archive
from cases.exchange.progress import Progress

MOST_SECONDS = 7 * 24 * 3600


class Command(BaseCommand):
    """`manage.py archive_sources [--limit N] [--loop SECONDS] [--source SLUG] [--again]`."""

    help = __doc__

    def add_arguments(self, parser):
        """Which sources, how many, how often."""
        parser.add_argument("--limit", type=int, default=0, help="At most so many; 0: all.")
        parser.add_argument("--loop", type=int, default=0, help="Again after so many seconds.")
        parser.add_argument("--source", default="", help="The slug of one source.")
        parser.add_argument("--again", action="store_true", help="Also those with a copy.")

    def handle(self, *args, limit=0, loop=0, source="", again=False, **options):
        """One line a source, then the counts."""
        if limit < 0 or not 0 <= loop <= MOST_SECONDS:
            raise CommandError("--limit must be 0 or more, --loop from 0 to a week of seconds.")
        if source and not captures.sources_with_address().filter(entry__slug=source).exists():
            raise CommandError(f"No source “{source}” with an address.")
        while True:
            self._run(limit, source, again)
            if not loop:
                return
            time.sleep(loop)

    def _run(self, limit: int, slug: str, again: bool) -> None:
        captures.erase_orphans()
        day = timezone.localdate()
        wanted = to_archive(day, again=again)
        if slug:  # wanted now, whatever was found of it before
            wanted = captures.sources_with_address().filter(entry__slug=slug)
        keys = list(wanted.values_list("pk", flat=True))[: limit or None]
        counts, fetcher = Counter(), Fetcher()
        with Progress("Copying sources", len(keys), self.stderr) as progress:
            for key in keys:
                counts[self._one(key, fetcher, again)] += 1
                progress.advance()
        for what, number in sorted(counts.items()):
            self.stdout.write(f"{number:6} {what}")
        self.stdout.write(f"{len(keys):6} sources in all")

    def _one(self, key: int, fetcher: Fetcher, again: bool) -> str:
        source = captures.sources_with_address().filter(pk=key).first()
        if source is None or (captures.copy_of(source) and not again):
            return "left to another worker"
        try:
            found = archive(source, fetcher, timezone.localdate(), again=again)
        except Refused as full:
            raise CommandError(str(full)) from None
        except DatabaseError:
            raise
        except Exception as error:  # a fault of ours that one page brings out must not stop all
            self.stderr.write(f"{source.entry.slug}: {error!r}")
            return "failed by a fault of the program"
        if found is None:
            return "left to another worker"
        outcome = "copied" if found.outcome == "same" else found.outcome.value
        self.stdout.write(" ".join(filter(None, [source.entry.slug, outcome, str(found.reason)])))
        return outcome
