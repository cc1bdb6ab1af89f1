"""Read the pages of public PDFs that are not read yet, so that they are found by their words."""

from django.core.management.base import BaseCommand

from cases.document_index import index_documents


class Command(BaseCommand):
    """`manage.py index_documents`"""

    help = __doc__

    def handle(self, *args, **options):
        """Say how far it is."""
        for line in index_documents():
            self.stdout.write(line)
