"""Give the demonstration's moderator a new random password and print it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.moderation.accounts import create_moderator


class Command(BaseCommand):
    """`manage.py ensure_demo_moderator`, run by `make run`; refused outside a demonstration."""

    help = __doc__

    def handle(self, *args, **options):
        """The password is not kept anywhere, so each start makes another."""
        if not settings.DEMO:
            raise CommandError("Only a demonstration has a demonstration moderator (DEMO=1).")
        password = create_moderator("demo")
        self.stdout.write(f"Demonstration moderator: demo / {password}  (at /account/login/)")
