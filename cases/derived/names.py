"""The names, codes and words under which a record is found, and the title that its links show."""

from collections.abc import Iterator

from cases.models import Entry, Name, Record
from cases.text import fold


def store(record: Record) -> None:
    """Copy the record's names to where links and searches find them."""
    copy_names(record)
    record.entry.names.all().delete()
    Name.objects.bulk_create(names_of(record))


def follow(entry: Entry, before: dict, after: dict) -> None:
    """Nothing: links read the title from the entry itself."""


def stale(record: Record) -> Iterator[str]:
    """The title or the search text is not that of the record; names are asked for all at once."""
    entry = record.entry
    if (entry.title, entry.title_en) != (record.label[:300], record.label_en[:300]):
        yield "its title is not the one its links show"
    if entry.folded != folded_text(record):
        yield "its search text is stale"


def copy_names(record: Record) -> None:
    """Give the entry the title and the search text of its record."""
    entry = record.entry
    entry.title, entry.title_en = record.label[:300], record.label_en[:300]
    entry.folded = folded_text(record)
    entry.save(update_fields=["title", "title_en", "folded"])


def folded_text(record: Record) -> str:
    """Everything of a record that a search for words looks at, folded."""
    names = [record.label, record.label_en, *record.aliases]
    return fold(" ".join([*names, *record.codes(), record.description]))


def names_of(record: Record) -> list[Name]:
    """The folded names, codes and postcodes under which a record is found, each once."""
    found = {}
    labels = [(Name.Source.TITLE, record.label), (Name.Source.TITLE, record.label_en)]
    labels += [(Name.Source.ALIAS, alias) for alias in record.aliases]
    labels += [(Name.Source.CODE, code) for code in [*record.codes(), *record.pages()]]
    labels += [(Name.Source.POSTCODE, code) for code in getattr(record, "postcodes", "").split()]
    for source, label in labels:
        folded = fold(label)[:300]
        if folded:
            found.setdefault(folded, Name(entry_id=record.entry_id, folded=folded, source=source))
    return list(found.values())
