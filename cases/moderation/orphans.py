"""Files that no row names any more are erased from the disk.

A row names a file when it is under a receipt or public, when undoing a withdrawal or a merge
would make it public again, or when a version that a moderator prepared holds it.
"""

import re

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from cases.document_index import forget
from cases.evidence import page_pictures, storage, thumbnails
from cases.intake.models import Attachment, Change, Draft, Operation, Submission
from cases.models import SourceFile

ANYWHERE = re.compile(storage.NAME.pattern)


def is_named(name: str) -> bool:
    """True while some row may still need the stored file."""
    if any(model.objects.filter(name=name).exists() for model in (Attachment, SourceFile)):
        return True
    return any(texts.filter(text__contains=name).exists() for texts in _texts())


def erase_if_orphan(name: str) -> bool:
    """Erase a file at once if no row names it; whether it was. Only while `storage.locked`."""
    if is_named(name):
        return False
    thumbnails.erase(name)
    forget(name)
    return storage.erase(name)


def erase_orphans() -> int:
    """Erase every stored file that no row names, and what a stopped machine left half written."""
    with storage.locked():
        needed = _all_named()
        orphans = [name for name in storage.all_names() if name not in needed]
        for name in orphans:
            storage.erase(name)
        stored = set(storage.all_names())
        for name in thumbnails.all_names():
            if name not in stored:
                thumbnails.erase(name)
        for name in page_pictures.all_names():
            if name not in stored:
                forget(name)
        storage.erase_drafts()
    return len(orphans)


def missing_or_altered() -> list[str]:
    """Files under receipts that are not on the disk as they were stored, one sentence each."""
    files = Attachment.objects.order_by("pk").values_list("submission_id", "position", "name")
    return [
        f"contribution {submission}: its file {position} is missing or altered"
        for submission, position, name in files.iterator()
        if not storage.is_intact(name)
    ]


def _texts() -> list[QuerySet]:
    """The rows that hold snapshots from which a file may become public, each as `text`."""
    held = (
        (Operation.objects.filter(undone_on=None), "state"),
        (Submission.objects.exclude(prepared=None), "prepared"),
        (Change.objects.filter(submission__decided_on=None, kind="source"), "data"),
        (Draft.objects.all(), "data"),
    )
    return [rows.annotate(text=Cast(column, TextField())) for rows, column in held]


def _all_named() -> set[str]:
    named = set(Attachment.objects.values_list("name", flat=True))
    named |= set(SourceFile.objects.values_list("name", flat=True))
    for texts in _texts():
        for text in texts.values_list("text", flat=True).iterator():
            named.update(ANYWHERE.findall(text))
    return named
