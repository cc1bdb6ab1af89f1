"""Create a moderator, or give one a new password, and print it once."""

from django.core.management.base import BaseCommand

from cases.moderation.accounts import create_moderator


class Command(BaseCommand):
    """`manage.py create_moderator NAME`"""

    help = __doc__

    def add_arguments(self, parser):
        """The name to log in with."""
        parser.add_argument("name")

    def handle(self, *args, **options):
        """Print the password: it is not stored and cannot be shown again."""
        password = create_moderator(options["name"])
        self.stdout.write(f"Moderator: {options['name']}\nPassword:  {password}")
