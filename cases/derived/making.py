"""All that follows from a record, made in memory: the writer of records stores it with the rest."""

from django.db.models import Model

from cases.models import Entry, Gap, Record, WikiLink

from . import gaps, names, texts, verification, words

# The columns of an entry that follow from its record.
COLUMNS = ("title", "title_en", "search_names", "search_text", "verification", "completeness")


def make(records: list[Record]) -> list[list[Model]]:
    """Fill the derived columns of records that answer from memory, and of their entries.

    Returns the rows that each brings: its names, the links of its texts, what is missing of it.
    """
    verification.read_sources(records)
    linked = [words.linked_numbers(record) for record in records]
    titles = words.titles_of(set().union(*linked))
    return [
        _make(record, [titles[pk] for pk in sorted(numbers)])
        for record, numbers in zip(records, linked, strict=True)
    ]


def _make(record: Record, linked: list[Entry]) -> list[Model]:
    entry = record.entry
    entry.title, entry.title_en = record.label[:300], record.label_en[:300]
    entry.search_names = names.searched_names(record)
    entry.search_text = words.words_with(record, linked)
    rendered, links = texts.made_of(record)
    for name, html in rendered.items():
        setattr(record, name, html)
    entry.verification = verification.level_of(record)
    record.verified_on = verification.verified_on(record)
    entry.completeness, lacking = gaps.made_of(record)
    return [
        *names.names_of(record),
        *(
            WikiLink(entry_id=entry.pk, folded=folded, typed=typed, target_id=target)
            for folded, (typed, target) in links.items()
        ),
        *(Gap(entry_id=entry.pk, name=name, reason=why) for name, why in lacking.items()),
    ]
