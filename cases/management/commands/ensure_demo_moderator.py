"""Give the demonstration's administrator everything anew and print how to get in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.intake.models import Member
from cases.moderation import second_factor
from cases.moderation.accounts import create_moderator

TEXT = """Demonstration: log in at /account/login/ as demo, who may do everything
  password       {password}
  code now       {now}   then {next}   (each works once, within a minute or so)
  recovery       {codes}
  authenticator  {address}"""


class Command(BaseCommand):
    """`manage.py ensure_demo_moderator`, run by `make run`; refused outside a demonstration."""

    help = __doc__

    def handle(self, *args, **options):
        """Nothing is kept in readable form, so each start makes everything anew."""
        if not settings.DEMO:
            raise CommandError("Only a demonstration has a demonstration moderator (DEMO=1).")
        given = create_moderator("demo", Member.Role.ADMINISTRATOR)
        now, later = second_factor.codes_now(given.secret)
        codes = " · ".join(given.codes[:3])
        self.stdout.write(
            TEXT.format(
                password=given.password, now=now, next=later, codes=codes, address=given.address
            )
        )
