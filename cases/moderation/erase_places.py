"""What may be erased of a record, and every place in which a value was found, for the moderator."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import history
from cases.intake.models import Complaint, Message, Submission
from cases.kinds import KINDS
from cases.models import Decision, Entry
from cases.readable import Reader
from cases.search.words import indexed
from cases.text import slugify

from .erase import file_names
from .erase_queue import changes_of
from .to_erase import Target, revisions_of, states_of, target_of

SHORTEST = 4  # letters of a text that is looked for elsewhere: less is everywhere
MOST = 50


@dataclass(frozen=True)
class Places:
    """Where a value stands: numbers of revisions, contributions, files; and who may quote it."""

    current: bool
    revisions: list[int]
    contributions: list[int]
    files: list[str]
    quoted_by: list[str]


def choices(entry: Entry) -> list[tuple[str, str]]:
    """(path, words) of every field and row that some revision holds, the newest value shown."""
    kind, found = KINDS[entry.kind], {}
    states = states_of(entry)
    reader = Reader(kind, *states)
    for state in reversed(states):
        for name in kind.form.base_fields:
            line = reader.line(name, state.get(name))
            if line.values and Target(name).value_in(state) is not None:
                found.setdefault(name, f"{line.label} · {line.text[:120]}")
        for rows in kind.form.ROWS:
            for row in state.get(rows.name) or []:
                words = f"{rows.label} · {reader.row(rows, row).text[:120]}"
                found.setdefault(f"rows/{row['key']}", words)
    return list(found.items())


def places(entry: Entry, path: str, since: int, until: int | None) -> Places:
    """Every place that holds what `path` names. Raises CannotErase when nothing does."""
    target = target_of(entry, path)
    held = [
        (one["number"], target.value_in(one["snapshot"]))
        for one in revisions_of(entry)
        if since <= one["number"] <= (until or one["number"])
    ]
    held = [(number, value) for number, value in held if value is not None]
    values = {history.canonical(value) for _n, value in held}
    current = target.value_in(history.current_state(entry)) if entry.is_live else None
    changes = [
        change.submission_id
        for change in changes_of(entry)
        if any(target.without(side, values, None) != side for side in (change.data, change.base))
    ]
    return Places(
        current is not None and history.canonical(current) in values,
        [number for number, _v in held],
        sorted(set(changes)),
        sorted({name for _n, value in held for name in file_names(value)}),
        _quoted_by(entry, [value for _n, value in held]),
    )


def _quoted_by(entry: Entry, values: list) -> list[str]:
    """Where people may repeat the value: a person must look, for the program would guess."""
    texts = {text for value in values for text in _texts(value) if len(text) >= SHORTEST}
    found = {}
    for text in texts:
        for message in Message.objects.filter(text__icontains=text)[:MOST]:
            found[_("message of contribution %(n)s") % {"n": message.submission_id}] = True
        for complaint in Complaint.objects.filter(text__icontains=text)[:MOST]:
            found[_("complaint %(n)s") % {"n": complaint.pk}] = True
        for note in ("note", "private_note", "basis_note", "reason"):
            for one in Submission.objects.filter(**{f"{note}__icontains": text})[:MOST]:
                found[_("notes of contribution %(n)s") % {"n": one.pk}] = True
        for decision in Decision.objects.filter(reason__icontains=text)[:MOST]:
            found[_("public line %(n)s") % {"n": decision.pk}] = True
        quoting = Entry.objects.filter(search_text__contains=indexed(text)).exclude(pk=entry.pk)
        for other in quoting[:MOST]:
            found[other.reference] = True
        if slugify(text) in entry.slug:
            found[_("the address of this record, which does not change")] = True
    return list(found)


def _texts(value) -> list[str]:
    """The texts that a person could quote: of a row, each of its fields but the key."""
    if isinstance(value, dict):
        return [v for name, v in value.items() if isinstance(v, str) and name != "key"]
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]
