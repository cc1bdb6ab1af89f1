"""The words of a record's text by which full-text search finds it; its names are in `names`."""

from collections.abc import Iterable, Iterator

from cases.links import inbound
from cases.models import Entry, Record
from cases.search.words import indexed

from .steps import Step

CODE = 4  # characters: a shorter field is a code, such as that of a country
ROWS = ("roles", "parties")  # who plays a part in a record
TOGETHER = 500  # records
MOST_WORDS = 50_000  # characters of one entry's text


def store(record: Record) -> None:
    """Give the entry the words of its record; the database keeps its own index of them."""
    text = words_of(record)
    Entry.objects.filter(pk=record.pk).update(search_text=text)
    record.entry.search_text = text


def follow(steps: list[Step]) -> None:
    """A record is found by the names of what it links to: those change with this one's."""
    for entry, before, after in steps:
        if before and _names(before) != _names(after):
            _store_linking(entry)


def _store_linking(entry: Entry) -> None:
    from cases.kinds import KINDS

    for key, numbers in inbound(entry).items():
        for start in range(0, len(numbers), TOGETHER):
            some = KINDS[key].model.objects.filter(pk__in=numbers[start : start + TOGETHER])
            _store_together(some.select_related("entry").prefetch_related(*_links_of(some.model)))


def _store_together(records: Iterable[Record]) -> None:
    """Give the entries of these records their words, where they are others than before."""
    linked = {record: linked_numbers(record) for record in records}
    titles = titles_of(set().union(*linked.values()))
    changed = []
    for record, numbers in linked.items():
        text = words_with(record, [titles[pk] for pk in sorted(numbers)])
        if text != record.entry.search_text:
            record.entry.search_text = text
            changed.append(record.entry)
    Entry.objects.bulk_update(changed, ["search_text"])


def _links_of(model: type[Record]) -> list[str]:
    """Where `linked_numbers` looks, beside the columns of a record."""
    several = [field.name for field in model._meta.many_to_many]
    rows = [name for name in ROWS if hasattr(model, name)]
    return [*several, *rows, "entry__tags", "entry__citations"]


def titles_of(numbers: set[int]) -> dict[int, Entry]:
    """The entries of these numbers, with their titles alone."""
    return Entry.objects.only("title", "title_en").in_bulk(numbers) if numbers else {}


def stale(record: Record) -> Iterator[str]:
    """The words are not those of the record."""
    if record.entry.search_text != words_of(record):
        yield "the text it is searched by is stale"


def words_of(record: Record) -> str:
    """Its texts, and the titles of what it links to, as full-text search holds them."""
    linked = Entry.objects.filter(pk__in=linked_numbers(record)).order_by("pk")
    return words_with(record, linked)


def words_with(record: Record, linked: Iterable[Entry]) -> str:
    """The same, with what it links to at hand, in the order of their numbers."""
    texts = [record.description, record.note, record.contested_note, *_own_texts(record)]
    texts += [f"{entry.title} {entry.title_en}" for entry in linked]
    return indexed(" ".join(texts))[:MOST_WORDS]


def _own_texts(record: Record) -> list[str]:
    """Short texts of the kind: a publisher, a programme, a docket, a place in words."""
    found = []
    for field in record._meta.fields:
        if field.is_relation or (field.max_length or CODE) < CODE:
            continue
        value = getattr(record, field.name)
        if field.editable and isinstance(value, list):
            found += map(str, value)
        elif field.editable and isinstance(value, str) and not field.choices:
            found.append(value)
    return found


def linked_numbers(record: Record) -> set[int]:
    """What the record links to: fields, tags, sources, and those who play a part in it."""
    numbers = set()
    for field in record._meta.fields:
        if field.is_relation and field.name != "entry":
            numbers.add(getattr(record, field.attname))
    for field in record._meta.many_to_many:
        numbers.update(entry.pk for entry in getattr(record, field.name).all())
    for name in ROWS:
        if hasattr(record, name):
            numbers.update(row.entry_id for row in getattr(record, name).all())
    numbers.update(tag.entry_id for tag in record.entry.tags.all())
    numbers.update(row.source_id for row in record.entry.citations.all())
    return numbers - {None, record.pk}


def _names(state: dict) -> list:
    return [state.get(name) for name in ("title", "name", "name_en", "aliases")]
