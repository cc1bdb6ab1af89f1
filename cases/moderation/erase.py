"""Erasing one value of a record for good: in the record, its revisions, and all that keeps it.

It cannot be undone. `manage.py verify` says by which decision a value is missing.
"""

import datetime
import uuid

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import history
from cases.evidence import storage
from cases.integrity import journal as erase_journal
from cases.models import DataVersion, Decision, Entry, Erasure

from . import audit, log
from .erase_queue import Cleaner, clean_queue, destroy_hidden
from .erasers import ERASERS
from .orphans import erase_if_orphan
from .to_erase import CannotErase, Target, neutral_for, revisions_of, target_of


def erase(
    entry: Entry, path: str, moderator, reason: str, ground: str, neutral: str = "",
    since: int = 1, until: int | None = None,
) -> Erasure:  # fmt: skip
    """Erase what `path` names (`title`, `rows/<key>`, `rows/<key>/<field>`), in one transaction.

    `since` and `until` are the numbers of the first and last revision to empty; `neutral`
    stands in the record instead, where the field must not be empty. Of a nested row, the whole
    list is destroyed in those revisions, for it has one commitment. Raises CannotErase, or
    history.Refused when the record cannot do without the value, and then nothing is erased.
    """
    with transaction.atomic():
        DataVersion.advance()
        entry = Entry.objects.select_for_update().get(pk=entry.pk)
        target = target_of(entry, path)
        emptied = [
            one
            for one in revisions_of(entry)
            if since <= one["number"] <= (until or one["number"])
            and target.value_in(one["snapshot"]) is not None
        ]
        if not emptied:
            raise CannotErase(_("No revision holds this value: it was erased, or never there."))
        instead, day = neutral_for(entry, target, neutral), timezone.localdate()
        decision = log.write(
            Decision.Kind.ERASED, kinds=entry.kind, records=1, reason=reason, ground=ground
        )
        erasure = Erasure(entry=entry, path=path, decision=decision, day=day, ground=ground)
        _destroy(erasure, target, emptied, instead)
        audit.write(moderator, "erase", entry.reference, f"{path[:200]}, decision {decision.pk}")
        return erasure


def replay(line: dict) -> Erasure | None:
    """Apply a line of the journal to a restored backup; None when the record is not in it.

    Raises history.Refused as `erase` does.
    """
    kind, slug = line["record"].split("/", 1)
    day = datetime.date.fromisoformat(line["day"])
    with transaction.atomic():
        DataVersion.advance()
        entry = Entry.objects.select_for_update().filter(kind=kind, slug=slug).first()
        if entry is None:
            return None
        start = line["path"].split("/")
        target = Target(line["field"], *start[1:]) if start[0] == "rows" else Target(line["field"])
        held = [one for one in revisions_of(entry) if one["sequence"] in line["revisions"]]
        decision = Decision.objects.create(
            kind=Decision.Kind.ERASED, day=day, kinds=kind, records=1, days_waited=0,
            reason=line["reason"], ground=line["ground"],
        )  # fmt: skip
        erasure = Erasure(
            uid=uuid.UUID(line["uid"]), entry=entry, path=line["path"], decision=decision,
            day=day, ground=line["ground"],
        )  # fmt: skip
        _destroy(erasure, target, held, line["neutral"], line["files"], journal=False)
        audit.write(None, "erase", entry.reference, f"replayed, decision {decision.pk}")
        return erasure


def _destroy(
    erasure: Erasure, target: Target, emptied: list[dict], neutral, files=(), journal=True
) -> None:
    """Empty the record, the revisions and what else keeps the value; save the erasure."""
    entry, found = erasure.entry, [target.value_in(one["snapshot"]) for one in emptied]
    values = {history.canonical(value) for value in found if value is not None}
    names = sorted({*files, *(name for value in found for name in file_names(value))})
    if entry.is_live:
        state = history.current_state(entry)
        clean = target.without(state, values, neutral)
        if clean != state:
            history.write(entry, clean, timezone.localdate())
            entry.refresh_from_db()
    erasure.field = target.field
    erasure.revisions = [one["sequence"] for one in emptied]
    history.destroy(entry, target.field, erasure.revisions)
    destroy_hidden(entry, target.field, erasure.revisions)
    texts = [value for value in found if isinstance(value, str)]
    clean_queue(Cleaner(entry, target, values, texts, neutral), names)
    for eraser in ERASERS:
        eraser(entry, erasure.path, names)
    erasure.save()
    if journal:
        erase_journal.append(erasure, neutral, names)
    transaction.on_commit(lambda: _leave_no_bytes(names))


def file_names(value) -> list[str]:
    """The stored files that a row of files names."""
    name = value.get("name", "") if isinstance(value, dict) else value
    return [name] if isinstance(name, str) and storage.NAME.fullmatch(name) else []


def _leave_no_bytes(names: list[str]) -> None:
    """Take the files off the disk, and what was erased out of the log of SQLite."""
    with storage.locked():
        for name in names:
            erase_if_orphan(name)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
