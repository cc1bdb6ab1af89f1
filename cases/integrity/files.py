"""The public files are on the disk, and are what their name says."""

from collections.abc import Iterator

from cases.evidence import storage
from cases.evidence.measures import measures_of
from cases.models import SourceFile

CHUNK = 500


def problems() -> Iterator[str]:
    """Public files that are missing, altered, or not of the size that pages state."""
    for file in SourceFile.objects.select_related("source__entry").order_by("pk").iterator(CHUNK):
        where = f"{file.source.entry.reference}: its file {file.name}"
        if not storage.is_intact(file.name):
            yield f"{where} is missing or altered"
        elif measures_of(file.name) != (file.size, file.width, file.height):
            yield f"{where} has not the size that is stated"
