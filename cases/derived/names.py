"""The names and codes under which a record is found, and the title that its links show."""

from collections.abc import Iterator

from cases.models import Entry, Name, Place, Record, Verification
from cases.search.words import indexed
from cases.text import fold

from .steps import Step


def store(record: Record) -> None:
    """Copy the record's names to where links and searches find them."""
    copy_names(record)
    record.entry.names.all().delete()
    Name.objects.bulk_create(names_of(record))


def follow(steps: list[Step]) -> None:
    """Nothing: links read the title from the entry itself."""


def stale(record: Record) -> Iterator[str]:
    """The title is not that of the record; names are asked for all at once."""
    entry = record.entry
    if (entry.title, entry.title_en) != (record.label[:300], record.label_en[:300]):
        yield "its title is not the one its links show"
    if entry.search_names != searched_names(record):
        yield "the names it is searched by are stale"


def copy_names(record: Record) -> None:
    """Give the entry the title of its record."""
    entry = record.entry
    entry.title, entry.title_en = record.label[:300], record.label_en[:300]
    entry.search_names = searched_names(record)
    entry.save(update_fields=["title", "title_en", "search_names"])


def searched_names(record: Record) -> str:
    """The words of its names, codes and postcodes, as full-text search holds them."""
    names = [record.label, record.label_en, *record.aliases, *record.codes()]
    return indexed(" ".join([*names, getattr(record, "postcodes", "")]))


def names_of(record: Record) -> list[Name]:
    """The rows of `found_by`."""
    kind, weight = record.entry.kind, weight_of(record)
    return [
        Name(entry_id=record.entry_id, folded=folded, source=source, kind=kind, weight=weight)
        for folded, source in found_by(record).items()
    ]


def weight_of(record: Record) -> int:
    """What puts one of several places first: how many people live there.

    Who types Grenoble means the town, not the grouping of towns that is named after it.
    """
    if not isinstance(record, Place) or not record.population:
        return 0
    is_town = record.kind == Place.Kind.COMMUNE
    return record.population if is_town else record.population // 10


def stated(record: Record) -> dict[str, tuple]:
    """What `stored_names` must hold of a record."""
    kind, weight = record.entry.kind, weight_of(record)
    return {folded: (source, kind, weight) for folded, source in found_by(record).items()}


def found_by(record: Record) -> dict[str, str]:
    """The folded names, codes and postcodes under which a record is found, each once."""
    found = {}
    labels = [(Name.Source.TITLE, record.label), (Name.Source.TITLE, record.label_en)]
    labels += [(Name.Source.ALIAS, alias) for alias in record.aliases]
    labels += [(Name.Source.CODE, code) for code in [*record.codes(), *record.pages()]]
    labels += [(Name.Source.POSTCODE, code) for code in getattr(record, "postcodes", "").split()]
    for source, label in labels:
        folded = fold(label)[:300]
        if folded:
            found.setdefault(folded, source)
    return found


def stored_names() -> dict[int, dict[str, tuple]]:
    """What is stored of `stated`, by entry."""
    known = {}
    rows = Name.objects.values_list("entry_id", "folded", "source", "kind", "weight")
    for pk, folded, *said in rows.iterator():
        known.setdefault(pk, {})[folded] = tuple(said)
    return known


def is_bare(record: Record) -> bool:
    """True when the entry of a place that nobody described says what the edition gives, no more."""
    entry = record.entry
    said = entry.title, entry.title_en, entry.search_names, entry.search_text
    more = entry.verification, entry.completeness, record.verified_on
    return (said, more) == (
        (record.label, record.label_en, searched_names(record), ""), (Verification.NONE, None, None)
    )  # fmt: skip


def make_bare(record: Record) -> None:
    """Give the entry of such a place what the edition gives, no more."""
    copy_names(record)
    more = {"search_text": "", "verification": Verification.NONE, "completeness": None}
    Entry.objects.filter(pk=record.pk).update(**more)
    type(record).objects.filter(pk=record.pk).update(verified_on=None)
