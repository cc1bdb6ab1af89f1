"""Adding to a record that exists what was typed as a new one, without erasing what it states."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import pgettext

from cases.forms.asked import AboutForm
from cases.forms.contribution import Contribution
from cases.forms.row_counts import count_of
from cases.forms.rows import plain
from cases.kinds import KINDS, Kind
from cases.models import Acquisition, Entry, Record
from cases.readable import Line, Reader, Value
from cases.snapshots import empty_snapshot, form_data, says_nothing, snapshot

APPENDED = ("description", "note")
POINT = ("latitude", "longitude")
# Where a contribution of a kind names the record that is used instead of a new one.
INSTEAD = {("product", "vendor"): "vendor", ("legal", "organisation"): "forum"}


@dataclass(frozen=True)
class Attached:
    """The contribution with what was typed carried over, and what could not be."""

    contribution: Contribution
    left: list[Line]


def attach(kind: Kind, record: Record, typed: QueryDict) -> Attached:
    """Lay what was typed over the record: empty fields filled, lists and rows added to.

    A description is added as a new paragraph. Where the record says something else, it stays,
    and what was typed is shown and goes to the moderators' note.
    """
    new = Contribution(kind, typed)
    new.is_valid()
    said, current = _said(kind, new.main), snapshot(record, kind.form)
    state, left = _laid_over(kind, record, current, said)
    if typed.get("basis") == Acquisition.ON_SITE and not said.get("citations"):
        state["citations"] = _with_observation(kind, state["citations"], bool(new.declared))
    lines = [*_lines(kind, left), *_not_understood(new.main)]
    data = form_data(state, kind.form)
    for name, values in _beside_the_record(kind, typed):
        data.setlist(name, values)
    data["basis_note"] = _with_note(typed.get("basis_note", ""), lines)
    contribution = Contribution(kind, data, record=record, base_number=record.version)
    return Attached(contribution, lines)


def use_instead(kind: Kind, typed: QueryDict, position: int, entry: Entry) -> Attached:
    """Name a record of the register instead of the new one at `position` of the contribution.

    What was typed about the new one beside its name goes to the moderators' note. Raises
    LookupError when there is no such new record, or the kinds differ.
    """
    before = Contribution(kind, typed).filled_before()
    form = before[position]
    if form.kind_key != entry.kind or not form.is_valid():
        raise LookupError(position)
    linked = KINDS[entry.kind]
    data = typed.copy()
    for name in [name for name in data if name.startswith(f"{form.prefix}-")]:
        del data[name]
    _name_it(kind, data, entry)
    said = _said(linked, form)
    said.pop(linked.label_field, None)
    said.pop("url", None)
    lines = _lines(linked, said)
    data["basis_note"] = _with_note(data.get("basis_note", ""), lines)
    return Attached(Contribution(kind, data), lines)


def _name_it(kind: Kind, data: QueryDict, entry: Entry) -> None:
    field = INSTEAD.get((kind.key, entry.kind))
    if field:
        data[field] = entry.reference
        return
    prefix, link = ("citation", "source") if entry.kind == "source" else ("role", "entry")
    row = f"{prefix}-{count_of(data, prefix)}-"
    data[row + link] = entry.reference
    if prefix == "role":
        data[row + "role"] = "vendor"
    else:
        data[row + "acquisition"] = data.get("basis", "")


def _said(kind: Kind, form) -> dict:
    """What was typed and understood, field by field, without what every new record says."""
    blank = empty_snapshot(kind.form)
    said = {
        name: plain(field, form.cleaned_data[name])
        for name, field in form.fields.items()
        if name in form.cleaned_data
    }
    if not form.data.get(form.add_prefix(kind.label_field)):
        said.pop(kind.label_field, None)  # it was made from the facts
    for name, rows in form.rows.items():
        said[name] = rows.snapshot() if rows.is_valid() else []
    return {n: v for n, v in said.items() if not says_nothing(v) and v != blank.get(n)}


def _not_understood(form) -> list[Line]:
    """What was typed in fields that have an error, as it was typed."""
    return [
        Line(name, str(form.fields[name].label or name), (Value(text),))
        for name in form.errors
        if name in form.fields and (text := " ".join(form.data.getlist(name)).strip())
    ]


def _laid_over(kind: Kind, record: Record, current: dict, said: dict) -> tuple[dict, dict]:
    """(the state of the record with what was said, what could not be laid over it)."""
    blank, state, left = empty_snapshot(kind.form), dict(current), {}
    for name, value in said.items():
        stands = record.label if name == kind.label_field else current.get(name)
        if name == "name" and value != stands:
            state["aliases"] = _joined(state.get("aliases") or [], [value])
        elif name not in current and name != kind.label_field:
            left[name] = value  # a column that the official list owns
        elif says_nothing(stands) or stands == blank.get(name):
            state[name] = value
        elif isinstance(value, list):
            state[name] = _joined(stands, value)
        elif name in APPENDED:
            state[name] = stands if value in stands else f"{stands}\n\n{value}"
        elif value != stands:
            left[name] = value
    if left.keys() & set(POINT):  # half a point is none
        for name in POINT:
            state[name] = current.get(name)
            left[name] = said.get(name)
    return state, left


def _joined(stands: list, added: list) -> list:
    """The list with what it lacks; rows are the same when all but their key is."""
    known = [_keyless(item) for item in stands]
    return [*stands, *(item for item in added if _keyless(item) not in known)]


def _keyless(item):
    return {n: v for n, v in item.items() if n != "key"} if isinstance(item, dict) else item


def _with_observation(kind: Kind, citations: list, has_others: bool) -> list:
    """The citations with the sender's observation, unless one says so already."""
    observed = any(
        not row["source"] and row["acquisition"] == Acquisition.ON_SITE for row in citations
    )
    if observed or has_others:
        return citations
    rows = next(rows for rows in kind.form.ROWS if rows.name == "citations")
    return [*citations, rows.blank() | {"acquisition": str(Acquisition.ON_SITE)}]


def _beside_the_record(kind: Kind, typed: QueryDict):
    """What was typed beside the record itself: about it, and new records that come along."""
    rows = tuple(f"{rows.prefix}-" for rows in kind.form.ROWS)
    for name, values in typed.lists():
        if name not in kind.form.base_fields and not name.startswith(rows):
            yield name, values


def _lines(kind: Kind, said: dict) -> list[Line]:
    lines = [Reader(kind, {name: value}).line(name, value) for name, value in said.items()]
    return [line for line in lines if line.values]


def _with_note(note: str, lines: list[Line]) -> str:
    """The note for the moderators, with what could not be carried; cut, never refused."""
    colon = pgettext("between a label and its text", ": ")
    added = "\n".join(f"{line.label}{colon}{line.text}" for line in lines)
    room = AboutForm.base_fields["basis_note"].max_length - len(note) - 2
    return f"{note}\n\n{added[:room]}".strip() if added and room > 0 else note
