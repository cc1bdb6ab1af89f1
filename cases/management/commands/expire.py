"""Once a day: publish what was accepted for later, and erase what was kept long enough."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.moderation.expire import expire, would_expire


class Command(BaseCommand):
    """`manage.py expire [--dry-run]`, from a timer; see docs/operating.md."""

    help = __doc__

    def add_arguments(self, parser):
        """Whether to say only what would be done."""
        parser.add_argument("--dry-run", action="store_true", help="Say it, change nothing.")

    def handle(self, *args, dry_run=False, **options):
        """One line a rule."""
        day = timezone.localdate()
        done = would_expire(day) if dry_run else expire(day)
        for label, number in (
            ("published on their day", done.published),
            ("sent back to the queue", done.returned),
            ("claims released", done.released),
            ("contributions erased", done.erased),
            ("notes erased", done.notes),
            ("identities erased", done.identities),
            ("files erased that nothing names", done.files),
            ("notes of changes dropped, the facets on disk have them", done.changes),
            ("lines of tables made ahead", done.lines),
        ):
            self.stdout.write(f"{number:6} {label}")
