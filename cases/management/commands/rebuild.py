"""Make derived data again: names, search text, rendered text, bounds of dates, chains of places."""

from django.core.management.base import BaseCommand

from cases.rebuild import rebuild


class Command(BaseCommand):
    """`manage.py rebuild`"""

    help = __doc__

    def handle(self, *args, **options):
        """Say what was made."""
        for line in rebuild():
            self.stdout.write(line)
