"""A record as it is about to be stored, readable as if it were: no query is asked for its rows."""

import uuid
from dataclasses import dataclass, field

from cases.forms.base import RecordForm
from cases.forms.doubt import FACTUAL
from cases.forms.rows import Rows
from cases.models import Entry, Record, Row, Tag


@dataclass
class Stored:
    """What the tables beside its own hold of a record: links by field, rows, tags, by number."""

    links: dict[str, set[int]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    tags: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, record: Record, kinds_of_rows: tuple[Rows, ...]) -> "Stored":
        """As the record was read with all that its snapshot asks."""
        several = [f.name for f in record._meta.many_to_many]
        return cls(
            {name: {entry.pk for entry in getattr(record, name).all()} for name in several},
            {rows.name: list(rows.of(record).all()) for rows in kinds_of_rows},
            {tag.pk for tag in record.entry.tags.all()},
        )


@dataclass
class Made:
    """What a record states: itself, the records it links to by field, its rows, its tags.

    `stored` is what is there to be replaced; none for a new record.
    """

    record: Record
    links: dict[str, list[Entry]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    stored: Stored | None = None

    @classmethod
    def of(cls, form: RecordForm, tags: list[Tag], stored: Stored | None) -> "Made":
        """What a valid form states."""
        record, said = form.instance, form.cleaned_data
        links = {field.name: said[field.name] for field in record._meta.many_to_many}
        rows = {}
        for kind in form.ROWS:
            rows[kind.name] = []
            for one in form.rows[kind.name].kept():
                one.instance.key = one.cleaned_data.get("key") or uuid.uuid4()
                rows[kind.name].append(one.instance)
        return cls(record, links, rows, tags, stored)

    @property
    def entry(self) -> Entry:
        """The identity of the record."""
        return self.record.entry

    def hold(self, kinds_of_rows: tuple[Rows, ...]) -> None:
        """Let the record and its entry answer from memory, in the order in which rows are kept."""
        record, entry = self.record, self.entry
        several = {f.name: self.links.get(f.name, []) for f in record._meta.many_to_many}
        record._prefetched_objects_cache = several
        entry._prefetched_objects_cache = {"tags": self.tags}
        # What derives from a record asks for rows that not every kind has.
        for rows in (*FACTUAL, *kinds_of_rows):
            self._holder(rows)._prefetched_objects_cache[rows.name] = self.rows.get(rows.name, [])
        for rows in kinds_of_rows:
            self._number(rows)

    def release(self) -> None:
        """Let the record and its entry ask the database again, once all of it is stored."""
        for one in (self.record, self.entry):
            one._prefetched_objects_cache = {}
        self.entry._state.fields_cache.clear()

    def _holder(self, rows: Rows) -> Record | Entry:
        return self.entry if rows.owner == "entry" else self.record

    def _number(self, rows: Rows) -> None:
        for position, row in enumerate(self.rows.get(rows.name, [])):
            row.position = position
            setattr(row, rows.owner, self._holder(rows))
            row.before_save()
