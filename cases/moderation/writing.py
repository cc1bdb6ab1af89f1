"""The records of one contribution, written in their order: many new ones at a time."""

import datetime

from django.db.models import UniqueConstraint

from cases import history
from cases.forms.known import Known, named_in
from cases.identities import Identities
from cases.kinds import KINDS
from cases.made import Made
from cases.models import Entry, Record, Revision
from cases.text import fold

TOGETHER = 500  # records


class Writing:
    """Writes what one contribution states, inside the transaction that accepts it.

    A new record is checked by its form at once and stored with those that follow, until a record
    needs one of them: names it, edits something, or may only be there once. What is stored is
    the same as if each had been stored before the next one was looked at.
    """

    def __init__(self, day: datetime.date):
        self.day = day
        self.known, self.identities = Known(), Identities()
        self.revisions: list[Revision] = []
        self._waiting: dict[int, Made] = {}  # by the number of the entry

    def expect(self, new: list[tuple[str, str, str]], states: list[tuple[str, dict]]) -> None:
        """Look up together what new records will need.

        `new` are their kinds, titles and wanted slugs; `states` what each states, with its kind.
        """
        self.identities.expect(new)
        for key in {key for key, _state in states}:
            of_kind = [state for other, state in states if other == key]
            self.known.read(KINDS[key].form, of_kind)

    def allocate(self, kind: str, title: str, slug: str = "") -> Entry:
        """The identity of a new record, which may name itself from here on."""
        entry = self.identities.allocate(KINDS[kind], title, slug)
        self.known.tell([entry])
        return entry

    def write(self, entry: Entry, state: dict, stored: Record | None) -> None:
        """Write a record, now or with those that follow. Raises history.Refused.

        `stored` is the record as `history.read` gave it; none for a new one.
        """
        is_new = entry._state.adding
        if not is_new or self._needs_others(entry, state):
            self.flush()
        self._waiting[entry.pk] = history.prepare(entry, state, self.known, stored)
        if not is_new or len(self._waiting) >= TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Store the records that wait."""
        if self._waiting:
            waiting = list(self._waiting.values())
            self.revisions += history.write_together(waiting, self.day, self.known)
            self._waiting = {}

    def tags(self, names: list[str]) -> list[str]:
        """The addresses of these tags; those that are not there yet are made."""
        self.known.find({f"tag/{name}" for name in names})
        known = self.known.tag_addresses([fold(name) for name in names])
        return sorted({known.get(fold(name)) or self._tag(name) for name in names})

    def _tag(self, name: str) -> str:
        entry = self.known.entry(name, ("tag",))
        if entry is None:
            self.flush()
            entry = self.allocate("tag", name)
            history.write(entry, {"name": name}, self.day, self.known)
        return entry.slug

    def _needs_others(self, entry: Entry, state: dict) -> bool:
        """True when a record that waits must be there before this one is checked."""
        kind = KINDS[entry.kind]
        if not self._waiting or _must_differ(kind.model):
            return bool(self._waiting)
        self.known.read(kind.form, [state])
        named = [
            self.known.entry(token, field.kinds) for field, token in named_in(kind.form, state)
        ]
        return any(one is None or one.pk in self._waiting for one in named)


def _must_differ(model: type[Record]) -> bool:
    """True for a kind whose records must differ from one another in some column."""
    unique = [field for field in model._meta.fields if field.unique and not field.primary_key]
    constraints = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    return bool(unique or constraints)
