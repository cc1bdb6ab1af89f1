"""Publishing files with the contribution they came with: each becomes a row of a source.

A file is published only when a moderator chose a source for it: one that the contribution
brings or changes, or a new one made here, which the record cites.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.document_index import index_now
from cases.forms.records.documents import FILES, SourceForm
from cases.forms.rows import CITATIONS
from cases.history import Refused
from cases.intake.models import Attachment, Change, Submission
from cases.models import Term
from cases.snapshots import empty_snapshot

from . import audit
from .submit import main_of

NEW = "new"
PHOTOGRAPH = "photo"


class CannotPublishFile(Refused):
    """A file cannot be published as chosen; says why, in words for the moderator."""

    def __init__(self, words: str):
        Exception.__init__(self, words)
        self.form = None


def field_of(attachment: Attachment) -> str:
    """The name of the choice in the review form."""
    return f"attachment-{attachment.position}"


def sources_in(submission: Submission) -> list[Change]:
    """The sources that a contribution brings or changes."""
    return [change for change in submission.changes.all() if change.kind == "source"]


def chosen(submission: Submission, data) -> dict[int, int | str]:
    """{position of the file: position of the source's change, or NEW} as the review form says."""
    possible = {str(change.position): change.position for change in sources_in(submission)}
    possible[NEW] = NEW
    wanted = {a.position: data.get(field_of(a), "") for a in submission.attachments.all()}
    return {place: possible[value] for place, value in wanted.items() if value in possible}


class Publication:
    """The files of one contribution that become public, inside the transaction of `accept`."""

    def __init__(self, submission: Submission, files: dict, left_out: set[int], mapped):
        self.submission = submission
        changes = [c for c in submission.changes.all() if c.position not in left_out]
        written = {c.position for c in changes if c.kind == "source"} - set(mapped)
        self.main = main_of(changes) if changes else None
        self.rows: dict[int, list[Attachment]] = {}
        new = []
        for attachment in _attachments(submission, files):
            wanted = files[attachment.position]
            if wanted == NEW:
                new.append(attachment)
            elif wanted in written:
                self.rows.setdefault(wanted, []).append(attachment)
            else:
                words = _("File %(n)d was to be published with a source that is left out.")
                raise CannotPublishFile(words % {"n": attachment.position})
        self.made = _new_source(submission, self.main, new) if new and self.main else None
        if self.made:
            self.rows[self.made.position] = new
        self.changes = [self.made, *changes] if self.made else changes

    def added(self, change: Change, state: dict) -> dict:
        """The state of a change with its files; the main record also cites the source made here."""
        if change.position in self.rows:
            rows = [_row(attachment) for attachment in self.rows[change.position]]
            state = state | {"files": [*state.get("files", []), *rows]}
        if self.made and change is self.main and change.kind != "source":
            state = state | {"citations": self._cited(state["citations"])}
        return state

    def _cited(self, rows: list[dict]) -> list[dict]:
        """The citations with the source made here: in the place of a bare “seen on site”."""
        basis, source = self.submission.basis, {"source": f"@{self.made.position}"}
        for number, row in enumerate(rows):
            bare = not (row["source"] or row["field"] or row["quotation"])
            if bare and basis and row["acquisition"] == basis:
                return [*rows[:number], row | source, *rows[number + 1 :]]
        return [*rows, CITATIONS.blank() | source | {"acquisition": basis}]

    def finish(self, moderator) -> None:
        """Mark the files as published, and log each."""
        for attachment in (a for rows in self.rows.values() for a in rows):
            Attachment.objects.filter(pk=attachment.pk).update(state=Attachment.State.PUBLISHED)
            where = f"contribution/{self.submission.pk}/file/{attachment.position}"
            audit.write(moderator, "file-published", where)
        names = [a.name for rows in self.rows.values() for a in rows]
        transaction.on_commit(lambda: index_now(names), robust=True)


def _attachments(submission: Submission, files: dict) -> list[Attachment]:
    """The files to publish; CannotPublishFile where one was refused or removed meanwhile."""
    if not files:
        return []
    received = submission.attachments.filter(state=Attachment.State.RECEIVED, position__in=files)
    found = list(received.order_by("position"))
    if len(found) < len(files):
        raise CannotPublishFile(
            _("A file was refused or removed since you opened this page. Look at it again.")
        )
    return found


def _new_source(submission: Submission, main: Change, files: list[Attachment]) -> Change:
    """A change that makes the source of files which came without one."""
    pictures = any(attachment.pages == 0 for attachment in files)
    word = "Photographie" if pictures else "Document"
    title = files[0].caption if len(files) == 1 else ""
    state = empty_snapshot(SourceForm) | {
        "title": (title or f"{word}\u00a0: {main.title}")[:300],
        "kind": PHOTOGRAPH if pictures and _has_term(PHOTOGRAPH) else "",
        "acquisition": submission.basis,
    }
    last = max(change.position for change in submission.changes.all())
    return Change.objects.create(
        submission=submission, position=last + 1, kind="source", title=state["title"],
        data=state, base={},
    )  # fmt: skip


def _has_term(key: str) -> bool:
    return Term.objects.filter(scheme="source_kind", key=key).exists()


def _row(attachment: Attachment) -> dict:
    """The row of a source that makes a file public."""
    return FILES.blank() | {
        "name": attachment.name, "caption": attachment.caption, "masked": attachment.masked,
        "pages": attachment.pages or "",
    }  # fmt: skip
