"""Blacking out what stands in a file, pending or public: squares of a page, words on all pages.

The file with the black is another file; the one before is erased at once.
"""

import json
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import history
from cases.document_index import index_document
from cases.evidence import limits, redaction_places, sandbox, storage
from cases.evidence.cleaned import Cleaned
from cases.evidence.grid import Grid
from cases.intake.models import Attachment, Change, Draft, Operation, Submission
from cases.models import DataVersion, Entry, SourceFile

from . import audit, decide
from .attachments import Changed, replace
from .masking import grid_of_page
from .orphans import erase_if_orphan
from .reasons import Said
from .submit import Proposal, submit

MOST_PAGES = 60  # drawn anew at once: some twenty seconds
SAID = Said(
    "Des passages d’un fichier public ont été noircis.",
    "Parts of a public file were blacked out.",
)


class CannotBlacken(Exception):
    """Why nothing was blacked out, in words for the moderator."""


@dataclass
class Blackened:
    """A file with its black, and what to tell of it: for the log, and for the moderator."""

    cleaned: Cleaned
    detail: str
    found: dict[str, list[int]] = field(default_factory=dict)
    silent: list[int] = field(default_factory=list)

    def in_words(self) -> list[str]:
        """What was done, and where a person must look, in sentences."""
        lines = [
            _("“%(words)s”: black on %(pages)s.")
            % {"words": phrase, "pages": pages_in_words(found)}
            if found
            else _("“%(words)s” was not found.") % {"words": phrase}
            for phrase, found in self.found.items()
        ]
        if self.found and self.silent:
            text = _("No words can be read on %(pages)s: look at them yourself.")
            lines.append(text % {"pages": pages_in_words(self.silent)})
        return lines or [_("The ticked squares are black now, in the file itself.")]


def squares(file: Attachment | SourceFile, page: int, part: str, ticked) -> Blackened:
    """The file with the ticked squares black, on one page if it is a PDF.

    Raises CannotBlacken, limits.Refused, FileNotFoundError.
    """
    data = storage.read(file.name)
    is_document = file.name.endswith(".pdf")
    grid = grid_of_page(data, page, part) if is_document else Grid.of(file.width, file.height, part)
    chosen = grid.squares(ticked)
    if not chosen:
        raise CannotBlacken(_("Tick at least one square."))
    if is_document:
        cleaned = sandbox.redact(data, {page: redaction_places.squares_of(grid, ticked)})
        return Blackened(cleaned, f"page {page}, {len(chosen)} squares")
    return Blackened(sandbox.black_out(data, chosen, *grid.whole), f"{len(chosen)} squares")


def words(file: Attachment | SourceFile, phrases: list[str]) -> Blackened:
    """The document without these words, wherever it has them. Raises as `squares` does."""
    data = storage.read(file.name)
    places = redaction_places.places_of(data, phrases)
    count = len(places.boxes)
    if not count:
        silent = pages_in_words(places.silent)
        more = _("No words can be read on %(pages)s: look at them yourself.") % {"pages": silent}
        raise CannotBlacken(
            " ".join([_("No page has these words."), *([more] if places.silent else [])])
        )
    if count > MOST_PAGES:
        text = _("These words stand on %(n)s pages; %(most)s can be done at once. Take the file "
                 "away, or have it printed again without them.")  # fmt: skip
        raise CannotBlacken(text % {"n": count, "most": MOST_PAGES})
    cleaned = sandbox.redact(data, places.boxes)
    return Blackened(cleaned, f"words on {count} pages", places.found, places.silent)


def pages_in_words(numbers: list[int]) -> str:
    """“page 3”, “pages 3, 7 and 12 others”."""
    shown = ", ".join(map(str, numbers[:12]))
    text = ngettext("page %(numbers)s", "pages %(numbers)s", len(numbers)) % {"numbers": shown}
    rest = len(numbers) - 12
    more = ngettext("%(n)s other", "%(n)s others", rest) % {"n": rest} if rest > 0 else ""
    return _("%(some)s and %(more)s") % {"some": text, "more": more} if more else text


def in_attachment(attachment: Attachment, name: str, made: Blackened, moderator) -> None:
    """Put the black into a file that waits. Raises Changed, AlreadyDecided."""
    replace(attachment, name, made.cleaned, made.detail, moderator)


def in_public(file: SourceFile, name: str, made: Blackened, moderator) -> None:
    """Put the black into a public file, through the door, and erase the one before at once.

    Every public source that names it changes. Raises Changed where it is no longer the file
    that was shown, or what `decide.accept` raises, and then nothing is changed.
    """
    with storage.locked():
        masked = storage.store(made.cleaned)
        try:
            with transaction.atomic():
                DataVersion.advance()
                _swap_public(file, name, masked, moderator)
                _swap_private(name, masked, len(made.cleaned.data))
                target = f"{file.source.entry.reference}/{file.position + 1}"
                audit.write(moderator, "public-file-masked", target, made.detail)
        finally:
            erase_if_orphan(masked)
        erase_if_orphan(name)
    if masked.endswith(".pdf"):
        _read_again(masked)


def _swap_public(file: SourceFile, name: str, masked: str, moderator) -> None:
    """One accepted contribution in which each source that names the file names the new one."""
    named = Entry.objects.live().filter(source__files__name=name).distinct().order_by("pk")
    entries = list(named)
    if file.source_id not in [entry.pk for entry in entries] or name == masked:
        raise Changed
    proposals = []
    for entry in entries:
        before = history.current_state(entry)
        files = [
            row | {"name": masked, "masked": True} if row["name"] == name else row
            for row in before["files"]
        ]
        proposals.append(
            Proposal(
                entry.kind, before | {"files": files}, before, entry,
                base_number=history.last_number(entry),
            )
        )  # fmt: skip
    token = f"blacken:{name}:{masked}"  # without a signature: no form can send it
    change = submit(proposals, token, channel=Submission.Channel.MODERATOR)
    decide.accept(change, change.version, moderator, reason=SAID)


def _swap_private(name: str, masked: str, size: int) -> None:
    """What could bring the old file back now names the new one: receipts, undoing, drafts."""
    Attachment.objects.filter(name=name).update(name=masked, size=size, masked=True)
    undoable = Operation.objects.filter(undone_on=None)
    waiting = Change.objects.filter(submission__decided_on=None, kind="source")
    prepared = Submission.objects.exclude(prepared=None)
    for rows, columns in (
        (undoable, ("state", "relinked")), (waiting, ("data", "base")),
        (prepared, ("prepared",)), (Draft.objects.all(), ("data",)),
    ):  # fmt: skip
        for row in rows.iterator():
            new = {}
            for column in columns:
                text = json.dumps(getattr(row, column))
                if name in text:
                    new[column] = json.loads(text.replace(name, masked))
            if new:
                rows.model.objects.filter(pk=row.pk).update(**new)


def _read_again(name: str) -> None:
    """Read the pages of the new file now; where all are busy the command catches up."""
    try:
        for _step in index_document(name):
            pass
    except (limits.Refused, FileNotFoundError):
        return
