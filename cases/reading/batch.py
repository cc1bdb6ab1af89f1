"""Links and rows of many records, put in place once the entries that they name are all known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import F, Field, Model, QuerySet, Value

from cases.models import Entry
from cases.question import Instances, Question

NOT_SHOWN = ("search_names", "search_text")
ENTRIES = Instances(Entry.objects.order_by(), "pk", without=NOT_SHOWN)


@dataclass(frozen=True)
class Rows:
    """One relation of nested rows: its name, its owner, and the entries that each row names."""

    name: str
    instances: Instances
    owner: str
    links: tuple[str, ...] = ()

    @classmethod
    def of(cls, queryset: QuerySet, name: str, owner: str, *links: str) -> "Rows":
        """The rows of a model in their own order."""
        return cls(name, Instances(queryset, owner), owner, links)


class Batch:
    """What was read of some records so far. `finish` reads the entries and puts all in place.

    An entry that several records name is one object. A relation that was read is a list: its
    `.all()` gives it, and nothing else can be asked of it.
    """

    def __init__(self):
        self._single: list[tuple[Model, Field, int]] = []
        self._several: list[tuple[Model, str, list[int]]] = []
        self._rows_of_entries: list[tuple[int, str, list[Model]]] = []
        self._wanted: set[int] = set()

    def want(self, numbers: Iterable[int]) -> None:
        """Read these entries too."""
        self._wanted.update(numbers)

    def link(self, instances: Iterable[Model], fields: Iterable[Field]) -> None:
        """Each instance will have the entry that each of these fields names."""
        for field in fields:
            name = field.attname
            for instance in instances:
                if number := getattr(instance, name):
                    self._single.append((instance, field, number))

    def link_all(self, records: Sequence[Model]) -> None:
        """Records of one model will have every entry that they link to."""
        if records:
            self.link(records, _singles(type(records[0])))
            self.link_several(records)

    def link_several(self, records: Sequence[Model]) -> None:
        """The relations to several entries of records of one model, in one question."""
        if not records:
            return
        model = type(records[0])
        names = [field.name for field in model._meta.many_to_many]
        if not names:
            return
        found: dict = {(record.pk, at): [] for record in records for at in range(len(names))}
        for at, owner, target in several(model).rows([record.pk for record in records]):
            found[owner, at].append(target)
        for record in records:
            self._several += [(record, name, found[record.pk, at]) for at, name in enumerate(names)]

    def rows_of_entries(self, rows: Rows, numbers: Sequence[int]) -> list[Model]:
        """The entries with these numbers will have these rows; they are given back at once."""
        read = self._read(rows, numbers)
        for number, found in read.items():
            self._rows_of_entries.append((number, rows.name, found))
        return [row for found in read.values() for row in found]

    def rows_of_records(self, rows: Rows, records: Sequence[Model]) -> None:
        """The records have these rows from now on."""
        read = self._read(rows, [record.pk for record in records])
        for record in records:
            _keep(record, rows.name, read[record.pk])

    def nothing(self, name: str, numbers: Iterable[int]) -> None:
        """The entries with these numbers have none of these rows: that is known already."""
        self._rows_of_entries += [(number, name, []) for number in numbers]

    def finish(self) -> dict[int, Entry]:
        """Read the entries, each once, and put everything in place."""
        wanted = self._wanted.union(number for _instance, _field, number in self._single)
        wanted.update(number for _record, _name, some in self._several for number in some)
        wanted.update(number for number, _name, _rows in self._rows_of_entries)
        entries = {entry.pk: entry for entry in ENTRIES.of(sorted(wanted))}
        for instance, field, number in self._single:
            field.set_cached_value(instance, entries[number])
        for record, name, numbers in self._several:
            _keep(record, name, [entries[number] for number in numbers])
        for number, name, rows in self._rows_of_entries:
            _keep(entries[number], name, rows)
        return entries

    def _read(self, rows: Rows, numbers: Sequence[int]) -> dict[int, list[Model]]:
        meta = rows.instances.model._meta
        owner = meta.get_field(rows.owner).attname
        found: dict[int, list[Model]] = {number: [] for number in numbers}
        read = rows.instances.of(numbers) if numbers else []
        for row in read:
            found[getattr(row, owner)].append(row)
        self.link(read, [meta.get_field(name) for name in rows.links])
        return found


def _keep(instance: Model, name: str, found: list) -> None:
    """What the relation of this name has, as if it had been prefetched."""
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


@cache
def _singles(model: type[Model]) -> tuple[Field, ...]:
    return tuple(f for f in model._meta.concrete_fields if f.is_relation)


@cache
def several(model: type[Model]) -> Question:
    """(place of the field, record, entry) of every link to several entries, in one question."""

    def make(values):
        selects = []
        for at, field in enumerate(model._meta.many_to_many):
            owner, target = field.m2m_column_name(), field.m2m_reverse_name()
            rows = field.remote_field.through.objects.filter(**{f"{owner}__in": values})
            selects.append(rows.order_by().values_list(Value(at), F(owner), F(target)))
        return selects[0].union(*selects[1:], all=True) if len(selects) > 1 else selects[0]

    return Question(make)
