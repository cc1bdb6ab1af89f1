"""The numbered sources of one record, and which of them support which field."""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import dates
from cases.forms.paths import row_words
from cases.kinds import KINDS
from cases.models import Acquisition, Citation, Confidence, Dispute, Entry, Place, Record

from .doubt import Against, against, why_unknown
from .values import Mark, Value, confidence_mark, missing, named

# What to read along with records whose sources are numbered.
LOOKUPS = (
    "entry__citations__source__source__relayed_by", "entry__citations__source__dates",
    "entry__disputes__other", "entry__disputes__source__source__relayed_by",
    "entry__disputes__source__dates", "entry__unknowns__source__source__relayed_by",
    "entry__unknowns__source__dates",
)  # fmt: skip
# These records are their own evidence: a source says itself who wrote it.
SELF_EVIDENT = ("source", "page", "tag", "term")


@dataclass(frozen=True)
class Use:
    """One thing that a source supports: which value, where in it, in which words, how surely."""

    about: str
    locator: str = ""
    quotation: str = ""
    how: str = ""
    mark: Mark | None = None
    page_url: str = ""  # of the page of a public document that the locator names


@dataclass
class Line:
    """One source of the record: its number, its name, and what of the record it supports."""

    number: int
    value: Value
    details: list[str] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    source: Entry | None = None
    url: str = ""
    archived_url: str = ""
    health: object = None  # cases.source_health, given by the page

    @property
    def entry_id(self) -> int:
        """The number of the source; 0 where none is recorded."""
        return self.source.pk if self.source else 0

    @property
    def tells(self) -> bool:
        """True when there is more to say than that it supports the whole record."""
        return any(use != Use("") for use in self.uses)


class Sources:
    """Sources numbered in the order in which the record first cites them."""

    def __init__(self, record: Record):
        self.record = record
        self.lines: list[Line] = []
        self.numbers: dict = {}
        self.by_field: dict[str, list[Citation]] = {}
        self.words = _Words(record)
        for citation in record.entry.citations.all():
            self.by_field.setdefault(citation.field, []).append(citation)
            self._number(citation)
        self.disputes = list(record.entry.disputes.all())
        self.unknowns = {row.field: row for row in record.entry.unknowns.all()}
        for row in (*self.disputes, *self.unknowns.values()):
            self._number_doubt(row)
        if isinstance(record, Place) and record.is_reference:
            self._number_reference(record)

    def against(self, name: str, rows=()) -> tuple[Against, ...]:
        """What is said against a field, and against each of its nested rows."""
        keys = {str(row.key): row for row in rows}
        found = []
        for row in self.disputes:
            numbers = (self.numbers[row.source_id],) if row.source_id else ()
            if row.field == name:
                found.append(against(row, numbers))
            elif row.field.startswith("rows/") and row.field.split("/")[1] in keys:
                found.append(against(row, numbers, self.words.of(row.field)))
        return tuple(found)

    def unknown(self, name: str) -> tuple[Value | None, Mark | None, str, tuple[int, ...]] | None:
        """Why a field has no value: a value or a box, a remark, and its source; None if unsaid."""
        row = self.unknowns.get(name)
        if row is None:
            return None
        numbers = (self.numbers[row.source_id],) if row.source_id else ()
        return *why_unknown(row), numbers

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

    def mark_of_row(self, key) -> Mark | None:
        """The empty box of a nested row that no source supports."""
        bare = self.record.entry.kind not in SELF_EVIDENT and not self.numbers.get("reference")
        return missing(_("without source")) if bare and not self._supported(key) else None

    def _supported(self, key) -> bool:
        """True when a citation supports the row, or the whole record."""
        start = f"rows/{key}"
        return "" in self.by_field or any(name.startswith(start) for name in self.by_field)

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
        day = dates.display(citation.as_of, get_language() or "fr") if citation.as_of else ""
        how = str(citation.get_acquisition_display()) if citation.source_id else ""
        true_on = _("true on %(day)s") % {"day": day} if day and citation.source_id else ""
        use = Use(
            self.words.of(citation.field), citation.locator, citation.quotation,
            ", ".join(part for part in (how, true_on) if part),
            confidence_mark(citation.confidence),
        )  # fmt: skip
        self.lines[self.numbers[key] - 1].uses.append(use)

    def _number_doubt(self, row) -> None:
        """The source of a contradiction, or of why a value is not known."""
        if row.source_id is None:
            return
        if row.source_id not in self.numbers:
            self.numbers[row.source_id] = len(self.lines) + 1
            self.lines.append(_line_of(self.numbers[row.source_id], row.source))
        words = self.words.of(row.field)
        if isinstance(row, Dispute):
            words = _("against: %(what)s") % {"what": words}
        self.lines[self.numbers[row.source_id] - 1].uses.append(Use(words, row.locator))

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
    return _line_of(number, citation.source)


def _line_of(number: int, entry: Entry) -> Line:
    line = Line(number, named(entry), source=entry)
    source = getattr(entry, "source", None)
    if source is None:
        return line
    published = next(iter(entry.dates.all()), None)
    day = dates.display(published.value, get_language()) if published else ""
    line.details += [part for part in (source.publisher, source.author, day) if part]
    relays = ", ".join(str(entry) for entry in source.relayed_by.all())
    if relays:
        line.details.append(_("relayed by %(names)s") % {"names": relays})
    line.url, line.archived_url = source.url, source.archived_url
    return line


class _Words:
    """The words for a path of one record: the label of a field, a nested row as it reads."""

    def __init__(self, record: Record):
        self.record, self.form = record, KINDS[record.entry.kind].form
        self.rows: dict[str, str] | None = None

    def of(self, path: str) -> str:
        """Words for a path; "" for the whole record."""
        if not path:
            return ""
        if path.startswith("rows/"):
            return self._row(path.split("/")[1])
        named_field = self.form.base_fields.get(path)
        rows = next((rows for rows in self.form.ROWS if rows.name == path), None)
        return str(named_field.label if named_field else rows.label if rows else path)

    def _row(self, key: str) -> str:
        if self.rows is None:
            self.rows = {
                str(row.key): row_words(rows, row)
                for rows in self.form.ROWS
                if not rows.is_about
                for row in rows.of(self.record).all()
            }
        return self.rows.get(key, _("a row"))
