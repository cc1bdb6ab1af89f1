"""Destroying an erased value in the private tables: contributions, drafts, operations, files.

Only what stands in the same field of the same record is destroyed; texts in which people may
quote it are named to the moderator (`erase_places`), for a program would guess.
"""

from cases.intake.models import Attachment, Change, Draft, FormerVersion, Operation, Submission
from cases.kinds import KINDS
from cases.models import Entry

from .to_erase import Target


class Cleaner:
    """Takes the values of one target out of stored states; counts what it changed."""

    def __init__(self, entry: Entry, target: Target, values: set[str], texts: list[str], neutral):
        self.entry, self.target, self.values, self.neutral = entry, target, values, neutral
        names = target.field == KINDS[entry.kind].label_field and not target.key
        self.titles = texts if names else []

    def state(self, state: dict) -> dict:
        """A state without the values."""
        return self.target.without(state, self.values, self.neutral)

    def title(self, title: str) -> str:
        """A copy of the record's title without the values."""
        return str(self.neutral or "") if title in self.titles else title

    def of_this_record(self, change: dict) -> dict:
        """{kind, target, title, data, base} without the values."""
        clean = {"title": self.title(change.get("title", ""))}
        return change | clean | {side: self.state(change[side]) for side in ("data", "base")}


def clean_queue(cleaner: Cleaner, file_names: list[str]) -> None:
    """Destroy the values in everything that moderators keep of this record."""
    submissions = set()
    for change in changes_of(cleaner.entry):
        submissions.add(change.submission_id)
        Change.objects.filter(pk=change.pk).update(
            data=cleaner.state(change.data),
            base=cleaner.state(change.base),
            title=cleaner.title(change.title),
        )
    for submission in Submission.objects.filter(pk__in=submissions):
        _clean_submission(cleaner, submission)
    _clean_former(cleaner, submissions)
    # A draft is a form half filled in: it cannot be told apart what in it repeats the value.
    Draft.objects.filter(submission__in=submissions).delete()
    Attachment.objects.filter(name__in=file_names).delete()
    for operation in Operation.objects.order_by("pk"):
        _clean_operation(cleaner, operation)


def changes_of(entry: Entry):
    """The changes that made or edited this record, or propose to."""
    about = Change.objects.filter(kind=entry.kind).order_by("pk")
    return about.filter(target=entry.slug) | about.filter(result=entry.slug)


def _clean_submission(cleaner: Cleaner, submission: Submission) -> None:
    """Its title, the hashes that a guess could be tried on, and the version prepared."""
    prepared = submission.prepared
    if prepared:
        positions = changes_of(cleaner.entry).filter(submission=submission)
        for position in positions.values_list("position", flat=True):
            edit = prepared["edits"].get(str(position))
            if edit:
                edit.update({side: cleaner.state(edit[side]) for side in ("state", "base")})
    Submission.objects.filter(pk=submission.pk).update(
        title=cleaner.title(submission.title), prepared=prepared, text_hash=""
    )


def _clean_former(cleaner: Cleaner, submissions: set[int]) -> None:
    entry = cleaner.entry
    for former in FormerVersion.objects.filter(submission__in=submissions):
        former.changes = [
            cleaner.of_this_record(change)
            if change["kind"] == entry.kind and change["target"] in ("", entry.slug)
            else change
            for change in former.changes
        ]
        FormerVersion.objects.filter(pk=former.pk).update(changes=former.changes)


def _clean_operation(cleaner: Cleaner, operation: Operation) -> None:
    """The state and the title it keeps of this record, and what it changed in it."""
    entry = cleaner.entry
    relinked = [
        [reference, cleaner.state(before), cleaner.state(after)]
        if reference == entry.reference
        else [reference, before, after]
        for reference, before, after in operation.relinked
    ]
    columns = {} if relinked == operation.relinked else {"relinked": relinked}
    if operation.record == entry.reference:
        columns |= {
            "state": cleaner.state(operation.state),
            "title": cleaner.title(operation.title),
        }
    if columns:
        Operation.objects.filter(pk=operation.pk).update(**columns)


def destroy_hidden(entry: Entry, field: str, sequences: list[int]) -> None:
    """Remove value and salt from the revisions that a withdrawal keeps away from the public."""
    for operation in Operation.objects.filter(record=entry.reference):
        for revision in operation.revisions:
            if revision["sequence"] in sequences:
                revision["snapshot"].pop(field, None)
                revision["salts"].pop(field, None)
        Operation.objects.filter(pk=operation.pk).update(revisions=operation.revisions)
