"""A record that is not stored yet, readable as if it were: no query is asked for its rows."""

from dataclasses import dataclass, field

from cases.forms.doubt import FACTUAL
from cases.forms.rows import Rows
from cases.kinds import Kind
from cases.models import Entry, Record, Row, Tag


@dataclass
class Made:
    """What a record states: itself, the records it links to by field, its rows, its tags."""

    record: Record
    links: dict[str, list[Entry]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)

    def hold(self, kind: Kind) -> None:
        """Let the record and its entry answer from memory, in the order in which rows are kept."""
        record, entry = self.record, self.record.entry
        several = {f.name: self.links.get(f.name, []) for f in record._meta.many_to_many}
        record._prefetched_objects_cache = several
        entry._prefetched_objects_cache = {"tags": self.tags}
        # What derives from a record asks for rows that not every kind has.
        for rows in (*FACTUAL, *kind.form.ROWS):
            holder = entry if rows.owner == "entry" else record
            holder._prefetched_objects_cache[rows.name] = self.rows.get(rows.name, [])
        for rows in kind.form.ROWS:
            self._number(rows)

    def _number(self, rows: Rows) -> None:
        holder = self.record.entry if rows.owner == "entry" else self.record
        for position, row in enumerate(self.rows.get(rows.name, [])):
            row.position = position
            setattr(row, rows.owner, holder)
            row.before_save()
