"""What a dated page shows beside its values: numbered sources, and links that keep the day."""

from dataclasses import dataclass, replace

from django.utils.translation import get_language

from cases import wikilinks
from cases.forms.rows import CITATIONS
from cases.models import Revision
from cases.readable import Line, Reader, Value
from cases.text import render_markdown

# What a citation says of its source beside which source it is and which value it supports.
OF_THE_SOURCE = ("source", "acquisition", "field")


@dataclass(frozen=True)
class Use:
    """Where one value stands in a source: what it is about, and page, words, day."""

    about: str
    where: str


@dataclass(frozen=True)
class Cited:
    """One source of that day, numbered in the order of the citations."""

    number: int
    source: Value
    uses: tuple[Use, ...]


def sources_of(snapshot: dict, reader: Reader) -> tuple[list[Cited], dict[str, list[int]]]:
    """The numbered sources, and the numbers that stand beside each field or list of rows."""
    uses, marks = {}, {}
    for row in snapshot.get("citations") or []:
        key = (row.get("source") or "", "" if row.get("source") else row.get("acquisition") or "")
        number = list(uses).index(key) + 1 if key in uses else len(uses) + 1
        told = row | dict.fromkeys(OF_THE_SOURCE, "")
        about = reader.label_of(row["field"]) if row.get("field") else ""
        uses.setdefault(key, []).append(Use(about, reader.row(CITATIONS, told).text))
        if row.get("field"):
            numbers = marks.setdefault(_name_of(row["field"], snapshot), [])
            numbers += [number] if number not in numbers else []
    cited = [
        Cited(number, _source(reader, *key), tuple(said))
        for number, (key, said) in enumerate(uses.items(), 1)
    ]
    return cited, marks


def lines_of(revision: Revision, reader: Reader, at: str) -> list[Line]:
    """The fields in words, except the text and the sources; links keep the day where they can."""
    there = existing([entry.pk for entry in reader.entries.values()], revision)
    kept = {entry.get_absolute_url() for entry in reader.entries.values() if entry.pk in there}
    return [
        replace(line, values=tuple(_at(value, kept, at) for value in line.values))
        for line in reader.lines(revision.snapshot)
        if line.name not in ("description", "description_en", "citations")
    ]


def story_of(revision: Revision, at: str) -> str:
    """The text of that day; its links lead to the addresses of today, at the day where they can."""
    name = "description_en" if is_translated(revision) else "description"
    text = revision.snapshot.get(name, "")
    if not text:
        return ""
    found = wikilinks.for_text(text)
    there = existing([target.pk for target in found.targets.values()], revision)
    targets = {
        key: replace(target, href=f"{target.href}?at={at}") if target.pk in there else target
        for key, target in found.targets.items()
    }
    return render_markdown(text, replace(found, targets=targets).href_of)


def is_translated(revision: Revision) -> bool:
    """True for a reader in English of a page that had an English text by then."""
    return get_language() == "en" and bool(revision.snapshot.get("description_en"))


def existing(numbers: list[int], revision: Revision) -> set[int]:
    """Those of these entries that had been written by the day of the revision."""
    written = Revision.objects.order_by().filter(entry__in=numbers, day__lte=revision.day)
    return set(written.values_list("entry_id", flat=True).distinct())


def _at(value: Value, kept: set[str], at: str) -> Value:
    return replace(value, url=f"{value.url}?at={at}") if value.url in kept else value


def _name_of(path: str, snapshot: dict) -> str:
    """The line that a path belongs to: a field, or the list that holds the row."""
    if not path.startswith("rows/"):
        return path
    key = path.split("/")[1]
    lists = ((name, rows) for name, rows in snapshot.items() if isinstance(rows, list))
    for name, rows in lists:
        if any(isinstance(row, dict) and row.get("key") == key for row in rows):
            return name
    return ""


def _source(reader: Reader, slug: str, acquisition: str) -> Value:
    """The source under its name of today, or how the fact is known without one."""
    field = CITATIONS.form.base_fields["source" if slug else "acquisition"]
    return reader.value_of(field, slug or acquisition)
