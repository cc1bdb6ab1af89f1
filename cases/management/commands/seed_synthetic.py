"""Fill an empty register with made-up records, the same at every run: to measure and to try."""

from django.core.management.base import BaseCommand, CommandError

from cases.exchange import synthetic


class Command(BaseCommand):
    """`manage.py seed_synthetic N`: N deployments, and what goes with them."""

    help = __doc__

    def add_arguments(self, parser):
        """How large."""
        parser.add_argument("number", type=int, metavar="N", help="how many deployments")

    def handle(self, *, number, **options):
        """Say how many records were made, and how fast."""
        if number < 1:
            raise CommandError("N is 1 or more.")
        try:
            done = synthetic.seed(number, self.stderr)
        except synthetic.NotEmpty as error:
            raise CommandError(error) from error
        self.stdout.write(f"{done.records} records made in {done.seconds:.0f} s.")
