"""The numbered sources of one record, and which of them support which field."""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import dates
from cases.models import Acquisition, Citation, Confidence, Place, Record

from .values import Mark, Value, confidence_mark, missing, named

# These records are their own evidence: a source says itself who wrote it.
SELF_EVIDENT = ("source", "page", "tag", "term")


@dataclass
class Line:
    """One source of the record: its number, its name, and where in it each fact stands."""

    number: int
    value: Value
    details: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    quotations: list[str] = field(default_factory=list)
    url: str = ""
    archived_url: str = ""
    entry_id: int = 0  # of the source; 0 where none is recorded
    health: object = None  # cases.source_health, given by the page


class Sources:
    """Sources numbered in the order in which the record first cites them."""

    def __init__(self, record: Record):
        self.record = record
        self.lines: list[Line] = []
        self.numbers: dict = {}
        self.by_field: dict[str, list[Citation]] = {}
        for citation in record.entry.citations.all():
            self.by_field.setdefault(citation.field, []).append(citation)
            self._number(citation)
        if isinstance(record, Place) and record.is_reference:
            self._number_reference(record)

    def of(self, name: str) -> tuple[tuple[int, ...], Mark | None]:
        """Numbers and box of a field: its own citations, else those of the whole record."""
        if name in Place.REFERENCE_FIELDS and "reference" in self.numbers:
            return (self.numbers["reference"],), None
        own = self.by_field.get(name, [])
        if own:
            return self._numbers_of(own), confidence_mark(best(own))
        whole = self.by_field.get("", [])
        if whole:
            return self._numbers_of(whole), None
        unsourced = self.record.entry.kind not in SELF_EVIDENT and not self.numbers.get("reference")
        return (), missing(_("without source")) if unsourced else None

    def of_row(self, key) -> tuple[int, ...]:
        """Numbers of the sources of a nested row, else those of the whole record."""
        start = f"rows/{key}"
        own = [c for name, cited in self.by_field.items() if name.startswith(start) for c in cited]
        return self._numbers_of(own or self.by_field.get("", []))

    def mark_of_record(self) -> Mark | None:
        """The box of a record that no source states as a whole."""
        whole = self.by_field.get("", [])
        return confidence_mark(best(whole)) if whole else None

    def _numbers_of(self, citations: list[Citation]) -> tuple[int, ...]:
        found = {self.numbers[key] for c in citations if (key := _key(c)) in self.numbers}
        return tuple(sorted(found))

    def _number(self, citation: Citation) -> None:
        key = _key(citation)
        if key is None:
            return
        if key not in self.numbers:
            self.numbers[key] = len(self.lines) + 1
            self.lines.append(_line(self.numbers[key], citation))
        line = self.lines[self.numbers[key] - 1]
        if citation.locator and citation.locator not in line.places:
            line.places.append(citation.locator)
        if citation.quotation and citation.quotation not in line.quotations:
            line.quotations.append(citation.quotation)

    def _number_reference(self, place: Place) -> None:
        self.numbers["reference"] = len(self.lines) + 1
        title = _("Official list of places (INSEE, DGCL, La Poste), edition %(edition)s")
        line = Line(len(self.lines) + 1, Value(title % {"edition": place.edition}))
        line.details.append(_("Licence Ouverte 2.0; coordinates: GeoNames, CC BY 4.0"))
        self.lines.append(line)


def best(citations: list[Citation]) -> str:
    """The best of the confidences: one source that states a fact is enough."""
    given = {citation.confidence for citation in citations}
    order = (Confidence.STATED, Confidence.DERIVED, Confidence.INFERRED)
    return next((level for level in order if level in given), Confidence.STATED)


def _key(citation: Citation):
    """What makes two citations one source; None for our own inference."""
    if citation.source_id:
        return citation.source_id
    return citation.acquisition or None


def _line(number: int, citation: Citation) -> Line:
    if citation.source is None:
        label = dict(Acquisition.choices).get(citation.acquisition, citation.acquisition)
        day = dates.display(citation.as_of, get_language()) if citation.as_of else ""
        return Line(number, Value(str(label).capitalize()), [day] if day else [])
    line = Line(number, named(citation.source), entry_id=citation.source_id)
    source = getattr(citation.source, "source", None)
    if source is None:
        return line
    published = next(iter(citation.source.dates.all()), None)
    day = dates.display(published.value, get_language()) if published else ""
    line.details += [part for part in (source.publisher, source.author, day) if part]
    relays = ", ".join(str(entry) for entry in source.relayed_by.all())
    if relays:
        line.details.append(_("relayed by %(names)s") % {"names": relays})
    line.url, line.archived_url = source.url, source.archived_url
    return line
