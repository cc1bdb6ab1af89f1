"""Where a value to erase stands: in a state of a record, and in everything that keeps states."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import history
from cases.intake.models import Operation
from cases.kinds import KINDS
from cases.models import Entry
from cases.snapshots import empty_snapshot, says_nothing


class CannotErase(Exception):
    """Why something cannot be erased, in words for the moderator."""


@dataclass(frozen=True)
class Target:
    """One value of a record: a field, a nested row by its key, or one field of such a row.

    `field` is what revisions commit to: the field, or the whole list of rows.
    """

    field: str
    key: str = ""
    part: str = ""

    def value_in(self, state: dict):
        """The value as this state has it; None where it says nothing or has no such row."""
        value = state.get(self.field)
        if self.key:
            rows = value if isinstance(value, list) else []
            value = next((row for row in rows if row.get("key") == self.key), None)
            if value is not None and self.part:
                value = value.get(self.part)
        return None if says_nothing(value) else value

    def without(self, state: dict, values: set[str], neutral) -> dict:
        """The state without these values (canonical texts); a field takes `neutral` instead."""
        value = self.value_in(state)
        if value is None or history.canonical(value) not in values:
            return state
        if not self.key:
            return state | {self.field: neutral}
        rows = state[self.field]
        if self.part:
            rows = [r | {self.part: neutral} if r.get("key") == self.key else r for r in rows]
        else:
            rows = [row for row in rows if row.get("key") != self.key]
        return state | {self.field: rows}


def target_of(entry: Entry, path: str) -> Target:
    """What `path` names in any state of the record. Raises CannotErase when nothing does."""
    start, _slash, rest = path.partition("/")
    form = KINDS[entry.kind].form
    if start != "rows":
        if path in form.base_fields:
            return Target(path)
        raise CannotErase(_("The record never had this field or row."))
    key, _slash, part = rest.partition("/")
    for rows in form.ROWS:
        wanted = Target(rows.name, key, part)
        known = not part or part in rows.form.base_fields and part != "key"
        if known and any(wanted.value_in(state) for state in states_of(entry)):
            return wanted
    raise CannotErase(_("The record never had this field or row."))


def states_of(entry: Entry) -> list[dict]:
    """Every state that the revisions of an entry hold, the oldest first; hidden ones too."""
    return [kept["snapshot"] for kept in revisions_of(entry)]


def revisions_of(entry: Entry) -> list[dict]:
    """{number, sequence, snapshot} of each revision, as published or as kept when hidden."""
    listed = list(entry.revisions.order_by("number").values("number", "sequence", "snapshot"))
    kept = {one["sequence"]: one["snapshot"] for one in _hidden(entry)}
    return [one | {"snapshot": one["snapshot"] or kept.get(one["sequence"], {})} for one in listed]


def _hidden(entry: Entry) -> list[dict]:
    """The revisions that a withdrawal took away from the public."""
    operations = Operation.objects.filter(record=entry.reference, undone_on=None)
    return [revision for operation in operations for revision in operation.revisions]


def neutral_for(entry: Entry, target: Target, typed: str):
    """What stands instead: what the moderator typed, or the emptiness of this field."""
    if typed:
        return typed
    form = KINDS[entry.kind].form
    if not target.key:
        return empty_snapshot(form)[target.field]
    values = [target.value_in(state) for state in states_of(entry)]
    return "" if any(isinstance(value, str) for value in values) else None
