"""The record of a page, with all that its page alone shows: tags, sources, doubts, replies."""

from dataclasses import dataclass
from functools import cache

from django.db.models import F, Value

from cases.kinds import KINDS, Kind
from cases.models import (
    Dispute,
    Entry,
    Proceeding,
    ProductFunction,
    Record,
    Reply,
    Ruling,
    Source,
    TaggedEntry,
    Unknown,
    WikiLink,
)
from cases.question import Instances, Question

from .batch import Batch, Rows
from .furnishing import CITATIONS, DATES, OF_KINDS, TEXTS, with_inputs

# Rows that few records have: which of them are there is asked first, of all in one question.
RARE = (
    Rows.of(Dispute.objects.all(), "disputes", "entry", "other", "source"),
    Rows.of(Unknown.objects.all(), "unknowns", "entry", "source"),
    Rows.of(Reply.objects.all(), "replies", "entry"),
    Rows.of(Ruling.objects.all(), "rulings", "entry"),
)
TAGS, MENTIONS = len(RARE), len(RARE) + 1
ROWS = {key: (rows,) for key, rows in OF_KINDS.items()} | {
    "legal": (
        OF_KINDS["legal"],
        Rows.of(Proceeding.objects.all(), "proceedings", "challenge",
                "forum", "stage", "outcome", "appealed_by"),
    ),
    "product": (Rows.of(ProductFunction.objects.all(), "functions", "product", "function"),),
}  # fmt: skip
SOURCES = Instances(Source.objects.order_by(), "pk", without=TEXTS)


@dataclass(frozen=True)
class Whole:
    """A record with its rows, its sources with theirs, and the entries of its tags."""

    record: Record
    tags: list[Entry]
    is_mentioned: bool  # by the text of another record

    @property
    def entry(self) -> Entry:
        """The entry of the record."""
        return self.record.entry


def record_at(entry: Entry) -> Whole | None:
    """The record of an entry; None where it is gone."""
    found = _record(KINDS[entry.kind]).of([entry.pk])
    if not found:
        return None
    record, batch = found[0], Batch()
    batch.link_all([record])
    for rows in ROWS.get(entry.kind, ()):
        batch.rows_of_records(rows, [record])
    there: dict[int, list[int]] = {}
    for at, number in _ABOUT.rows([entry.pk]):
        there.setdefault(at, []).append(number)
    citing = batch.rows_of_entries(CITATIONS, [entry.pk])
    for at, rows in enumerate(RARE):
        if at in there:
            citing += batch.rows_of_entries(rows, [entry.pk])
        else:
            batch.nothing(rows.name, [entry.pk])
    sources = _sources(batch, citing)
    batch.rows_of_entries(DATES, [entry.pk, *sources])
    batch.want(there.get(TAGS, ()))
    entries = batch.finish()
    _attach(sources, entries)
    with_inputs([record])
    tags = [entries[number] for number in there.get(TAGS, ())]
    return Whole(record, tags, MENTIONS in there)


@cache
def _record(kind: Kind) -> Instances:
    queryset = kind.model.objects.order_by()
    if kind.key == "place":
        return Instances(queryset.counted(), "pk", also=("deployments",))
    return Instances(queryset, "pk")


def _about(values):
    """Which rare rows a record has, its tags, and the texts that name it."""
    selects = [
        rows.instances.model.objects.filter(entry__in=values)
        .order_by()
        .values_list(Value(at), "pk")
        for at, rows in enumerate(RARE)
    ]
    tags = TaggedEntry.objects.filter(content_object__in=values).order_by()
    texts = WikiLink.objects.filter(target__in=values).order_by()
    selects.append(tags.values_list(Value(TAGS), F("tag_id")))
    selects.append(texts.values_list(Value(MENTIONS), F("entry_id")))
    return selects[0].union(*selects[1:], all=True)


_ABOUT = Question(_about)


def _sources(batch: Batch, citing: list) -> dict[int, Source | None]:
    """The sources that rows name, with those who relayed them."""
    numbers = sorted({row.source_id for row in citing if getattr(row, "source_id", None)})
    if not numbers:
        return {}
    found = {source.pk: source for source in SOURCES.of(numbers)}
    batch.link_several(list(found.values()))
    return {number: found.get(number) for number in numbers}


def _attach(sources: dict[int, Source | None], entries: dict[int, Entry]) -> None:
    """Each entry of a source will know its source, or that it is gone."""
    backwards = Source._meta.get_field("entry").remote_field
    for number, source in sources.items():
        backwards.set_cached_value(entries[number], source)
