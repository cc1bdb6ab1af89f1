"""What is uploaded waits in memory: Django's own handlers would write it to a temporary file."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .limits import MOST_BYTES


class InMemory(FileUploadHandler):
    """Keeps the files of a request in memory, together no more than one may hold.

    What comes beyond is read and forgotten, so that the other fields of the form arrive; the
    `size` of the file still says how large it was.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.room = MOST_BYTES

    def new_file(self, *args, **options):
        """Begin a file."""
        super().new_file(*args, **options)
        self.chunks = []

    def receive_data_chunk(self, raw_data, start):
        """Keep a piece while there is room; None: no other handler sees it."""
        if len(raw_data) <= self.room:
            self.chunks.append(raw_data)
            self.room -= len(raw_data)
        else:
            self.room = 0

    def file_complete(self, file_size):
        """The file as the form reads it."""
        content = BytesIO(b"".join(self.chunks))
        self.chunks = []
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name, self.content_type, file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip
