"""List the texts that a language's catalogue lacks, and those that nothing asks for any more."""

from django.core.management.base import BaseCommand

from cases.exchange.messages import missing, unused


class Command(BaseCommand):
    """`manage.py missing_messages fr`"""

    help = __doc__

    def add_arguments(self, parser):
        """The language, such as fr."""
        parser.add_argument("language")

    def handle(self, *args, **options):
        """One message a line."""
        for context, message in missing(options["language"]):
            self.stdout.write(f"missing: {context or ''}|{message}")
        for message in unused(options["language"]):
            self.stdout.write(f"unused:  {message}")
