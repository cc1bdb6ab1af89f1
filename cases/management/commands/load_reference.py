"""Load the reference edition: every French commune, grouping, department and region."""

from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.exchange import editions, reference, vocabularies
from cases.moderation import imports

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    """See the module."""

    help = "Load the places of the reference edition and the vocabularies. Safe to run again."

    def add_arguments(self, parser):
        """The optional file of coordinates."""
        parser.add_argument(
            "--coordinates",
            type=Path,
            metavar="FILE.csv",
            help="points of towns from an official file, columns insee,latitude,longitude",
        )

    def handle(self, *, coordinates, **options):
        """Load the places, then the words, and say what changed."""
        started = monotonic()
        try:
            done = reference.load(FIXTURES, coordinates)
            terms = imports.load_vocabularies(vocabularies.read(FIXTURES / "vocabularies.yaml"))
        except (OSError, editions.BadReference, vocabularies.BadVocabulary) as error:
            raise CommandError(error) from error
        self.stdout.write(
            f"Reference {done.edition}: {done.places} places, {done.made} made, "
            f"{done.changed} changed; {terms.total} terms, {terms.made} made "
            f"({monotonic() - started:.1f} s)"
        )
