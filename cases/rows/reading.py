"""Records as their rows show them: a query for each relation, and no instance of a model.

What is read here is what `cases.cells` asks of a record, under the same names, so that a column
has one definition whether a whole record is at hand or only this. A linked entry is its name in
the active language.
"""

from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

from django.db.models import Count, DecimalField, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from cases.cells import NEEDED, columns_of
from cases.kinds import KINDS, Kind
from cases.models import Citation, DatedValue, Entry, Role
from cases.models.money import Derived
from cases.question import Question


class Several(list):
    """Linked rows, asked for as a model gives them."""

    def all(self) -> "Several":
        """All of them."""
        return self


class LinkedRole(NamedTuple):
    """Somebody who plays a role."""

    role: str
    entry: str


class Happened(NamedTuple):
    """The word for what happened on a date."""

    slug: str
    words: str

    def __str__(self) -> str:
        return self.words


class Dated(NamedTuple):
    """One date of a record."""

    value: str
    earliest: object
    latest: object
    confidence: str
    role: Happened


class Cited(NamedTuple):
    """One citation, as far as it is counted."""

    source_id: int | None
    acquisition: str


class ListedEntry(SimpleNamespace):
    """The entry of a record of a list."""

    __str__ = Entry.__str__


class Listed(SimpleNamespace):
    """A record of a list; its attributes are those of the model, as far as columns ask."""

    is_derived = False

    def get_absolute_url(self) -> str:
        """Address of the record's page in the active language."""
        return f"{self.root}{self.entry.slug}/"


def read(kind: Kind, numbers: list[int]) -> list[Listed]:
    """The records with these numbers, in the order given; one that is gone is left out."""
    return reader_of(kind.key).read(numbers)


@lru_cache
def reader_of(key: str) -> "Reader":
    """What reads the records of a kind."""
    return Reader(KINDS[key])


class Reader:
    """The questions that give what the columns of one kind show."""

    def __init__(self, kind: Kind):
        self.kind, self.model = kind, kind.model
        asked = [*kind.columns, *(column.name for column in columns_of(kind))]
        fields = {field.name: field for field in self.model._meta.get_fields()}
        own = dict.fromkeys(name for column in asked for name in NEEDED.get(column, (column,)))
        known = [fields[name] for name in own if name in fields and not fields[name].auto_created]
        self.linked = [field.name for field in known if field.is_relation and field.many_to_one]
        self.plain = [field.name for field in known if not field.is_relation]
        self.plain += ["formula"] if issubclass(self.model, Derived) else []
        self.columns = [
            "pk", "contested", "entry__slug", "entry__title", "entry__title_en", *self.plain,
            *(f"{name}__{part}" for name in self.linked for part in ("pk", "title", "title_en")),
        ]  # fmt: skip
        # Amounts are converted by Django, one query in its own words.
        has_amounts = any(isinstance(fields[name], DecimalField) for name in self.plain)
        self.main = None if has_amounts else Question(self._records)
        self.several = {
            field.name: Question(_links_of(field)) for field in known if field.many_to_many
        }
        self.beside = {name: BESIDE[name] for name in BESIDE if name in asked}

    def _records(self, numbers: list[int]) -> QuerySet:
        return self.model.objects.order_by().filter(pk__in=numbers).values_list(*self.columns)

    def read(self, numbers: list[int]) -> list[Listed]:
        """The records, each with what its cells ask for."""
        if not numbers:
            return []
        root = reverse("record-list", args=[self.kind.word])
        rows = self.main.rows(numbers) if self.main else self._records(numbers)
        name_of = _in_english if get_language() == "en" else _in_french
        found = {row[0]: self._record(row, root, name_of) for row in rows}
        for name, question in self.several.items():
            for number, title, title_en in question.rows(numbers):
                if number in found:
                    getattr(found[number], name).append(name_of(title, title_en))
        for question, put in self.beside.values():
            for row in question.rows(numbers):
                if row[0] in found:
                    put(found[row[0]], name_of, *row[1:])
        return [found[number] for number in numbers if number in found]

    def _record(self, row: tuple, root: str, name_of: Callable) -> Listed:
        number, contested, slug, title, title_en, *rest = row
        entry = ListedEntry(kind=self.kind.key, slug=slug, title=title, title_en=title_en,
                            dates=Several(), citations=Several())  # fmt: skip
        record = Listed(pk=number, root=root, contested=contested, entry=entry, roles=Several(),
                        deployments=0, _meta=self.model._meta)  # fmt: skip
        values = iter(rest)
        for name in self.plain:
            setattr(record, name, next(values))
        for name in self.linked:
            linked, *names = next(values), next(values), next(values)
            setattr(record, name, name_of(*names) if linked else None)
        for name in self.several:
            setattr(record, name, Several())
        record.is_derived = bool(getattr(record, "formula", ""))
        return record


def _links_of(field) -> Callable[[list[int]], QuerySet]:
    """What asks for the entries of a field of several links."""
    through, owner, target = (
        field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    )  # fmt: skip

    def ask(numbers: list[int]) -> QuerySet:
        rows = through.objects.order_by().filter(**{f"{owner}__in": numbers})
        return rows.values_list(owner, f"{target}__title", f"{target}__title_en")

    return ask


def _roles(numbers: list[int]) -> QuerySet:
    rows = Role.objects.filter(deployment__in=numbers).order_by("position", "id")
    return rows.values_list("deployment", "role", "entry__title", "entry__title_en")


def _dates(numbers: list[int]) -> QuerySet:
    rows = DatedValue.objects.filter(entry__in=numbers).order_by("position", "id")
    return rows.values_list("entry", "value", "earliest", "latest", "confidence",
                            "role__slug", "role__title", "role__title_en")  # fmt: skip


def _citations(numbers: list[int]) -> QuerySet:
    rows = Citation.objects.order_by().filter(entry__in=numbers)
    return rows.values_list("entry", "source", "acquisition")


def _deployments(numbers: list[int]) -> QuerySet:
    """How many deployments name a place."""
    through = Entry.deployments_here.rel.through.objects.order_by()
    return through.filter(entry__in=numbers).values_list("entry").annotate(n=Count("pk"))


def _put_role(record: Listed, name_of: Callable, role: str, *names: str) -> None:
    record.roles.append(LinkedRole(role, name_of(*names)))


def _put_date(record: Listed, name_of: Callable, *row) -> None:
    value, earliest, latest, confidence, slug, *names = row
    happened = Happened(slug, name_of(*names))
    record.entry.dates.append(Dated(value, earliest, latest, confidence, happened))


def _put_citation(record: Listed, _name_of: Callable, source, acquisition) -> None:
    record.entry.citations.append(Cited(source, acquisition))


def _put_number(record: Listed, _name_of: Callable, number: int) -> None:
    record.deployments = number


def _in_french(title: str, _title_en: str) -> str:
    """The name of an entry, as `Entry.__str__` has it, for many at once."""
    return title


def _in_english(title: str, title_en: str) -> str:
    return title_en or title


# What a column reads beside the record and its links.
BESIDE = {
    "suppliers": (Question(_roles), _put_role),
    "since": (Question(_dates), _put_date),
    "sources": (Question(_citations), _put_citation),
    "deployments": (Question(_deployments), _put_number),
}
