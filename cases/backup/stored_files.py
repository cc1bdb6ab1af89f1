"""The files of the instance, evidence and copies of sources, and their names in a backup.

In a backup in clear a file keeps its digest for a name. In an encrypted one that name would tell
whoever holds both the backup and a picture that it was sent here: there it is a keyed digest, which
nobody can compute without the secret key of the instance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from cases.evidence import capture_files, storage

from .sealing import pieces_of

# Names that are the digest of what they name, and the folder of each.
FOLDERS = {"evidence": storage, "captures": capture_files}


@dataclass(frozen=True)
class StoredFile:
    """One file of the instance."""

    folder: str
    name: str

    @property
    def sha256(self) -> str:
        """What its content must be."""
        return self.name.partition(".")[0]

    @property
    def path(self) -> Path:
        """Where it lies in the folder of files. Raises FileNotFoundError for another name."""
        return FOLDERS[self.folder].place_of(self.name)

    def object_name(self, recipients: tuple[str, ...]) -> str:
        """Its name in a folder of backups; another for other keys, so that each can be read."""
        if not recipients:
            return self.sha256
        known = f"{' '.join(sorted(recipients))} {self.sha256}"
        return f"{salted_hmac('cases.backup', known, algorithm='sha256').hexdigest()}.age"


def present() -> set[StoredFile]:
    """Every file that is stored now."""
    return {
        StoredFile(folder, name) for folder, kept in FOLDERS.items() for name in kept.all_names()
    }


def pieces(file: StoredFile) -> Iterator[bytes]:
    """Its content. Raises FileNotFoundError where it was erased meanwhile."""
    yield from pieces_of(Path(settings.MEDIA_ROOT) / file.path)
