"""The form of a contribution as a short sequence of steps: what each asks, and finds wrong.

The whole form on one page is the same steps, one after the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.forms import BooleanField
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from cases.kinds import Kind

from .base import SHARED_FIELDS, RecordForm, errors_of_rows
from .contribution import Contribution, filled
from .rows import CITATIONS, RowFormSet, Rows

READ_AGAIN = 4  # the last step: the preview
ON_ONE_PAGE = (_("Write"), _("Read again and send"))
STEP, SHOWN = "step", "shown"  # the step that a button leads to, and the one it stands on
LINKED_ALSO = {"camera": ("latitude", "longitude"), "funding": ("stage", "amount_text")}

Errors = list[tuple[str, str, list[str]]]  # (id of the input, label, messages)


@dataclass(frozen=True)
class FieldsFold:
    """Fields of the record that may stay folded."""

    title: str
    fields: list[BoundField]
    template = "contribute/fold.html"

    def bound_fields(self) -> Iterator[BoundField]:
        """Every input of the fold."""
        yield from self.fields

    def errors(self) -> Errors:
        """What is wrong in it."""
        return _errors_of_fields(self.fields)


@dataclass(frozen=True)
class LinkedFold:
    """New records of one kind that may come along."""

    linked: Kind
    forms: list[RecordForm]
    is_open: bool  # where it is asked on a page of its own
    template = "contribute/linked.html"

    @property
    def asked(self) -> list[tuple[RecordForm, list[BoundField]]]:
        """Each form with the few fields that are asked of it."""
        return [(form, asked_of(form)) for form in self.forms]

    @property
    def number(self) -> int:
        """In how many of them something was typed."""
        return len(filled(self.forms))

    def bound_fields(self) -> Iterator[BoundField]:
        """Every input of the fold."""
        for form in self.forms:
            yield from asked_of(form)
            yield from form.where or ()

    def errors(self) -> Errors:
        """What is wrong in it."""
        found = []
        for form in filled(self.forms):
            found += form.all_errors() + _errors_of_fields(form.where or ())
        return found


@dataclass(frozen=True)
class RowsFold:
    """The nested rows of one kind."""

    rows: Rows
    formset: RowFormSet
    template = "contribute/rows.html"

    def bound_fields(self) -> Iterator[BoundField]:
        """Every input of the fold."""
        for form in self.formset.forms:
            yield from form

    def errors(self) -> Errors:
        """What is wrong in it."""
        return errors_of_rows(self.rows, self.formset)


@dataclass(frozen=True)
class Step:
    """One page of the sequence: fields in sight, folds, and fields below them."""

    number: int
    title: str
    first: list[BoundField]
    folds: list = field(default_factory=list)
    last: list[BoundField] = field(default_factory=list)
    general: RecordForm | None = None  # what is wrong with the whole is said here

    def bound_fields(self) -> Iterator[BoundField]:
        """Every input of the page."""
        yield from self.first
        for fold in self.folds:
            yield from fold.bound_fields()
        yield from self.last

    def errors(self) -> Errors:
        """What is wrong on the page, in its order."""
        found = [("", "", [message]) for message in self.general.non_field_errors()] \
            if self.general else []  # fmt: skip
        found += _errors_of_fields(self.first)
        for fold in self.folds:
            found += fold.errors()
        return found + _errors_of_fields(self.last)


def steps_of(contribution: Contribution) -> list[Step]:
    """The steps before the preview: what and where, how one knows, what else one knows."""
    main, about, kind = contribution.main, contribution.about, contribution.kind
    linked = {other.key: (other, forms) for other, forms in contribution.linked()}
    sources = [LinkedFold(*linked.pop("source"), is_open=_asks_for_a_source(contribution))]
    rows = {rows.name: RowsFold(rows, main.rows[rows.name]) for rows in main.ROWS}
    cited = [rows.pop(CITATIONS.name)]
    shared = [name for name in ("tags", *SHARED_FIELDS) if name not in kind.essential]
    own = [
        name
        for name in main.fields
        if name not in (*kind.essential, *shared)
        and not (contribution.record is None and name in about.fields)
    ]
    more = [
        FieldsFold(_("About it"), [main[name] for name in own]),
        *(LinkedFold(other, forms, is_open=False) for other, forms in linked.values()),
        *rows.values(),
        FieldsFold(_("Tags, remarks, what is contested"), [main[name] for name in shared]),
    ]
    titles = titles_of(kind)
    return [
        Step(1, titles[0], [main[name] for name in kind.essential], general=main),
        Step(2, titles[1], [about["basis"]], [*sources, *cited], [about["basis_note"]]),
        Step(3, titles[2], [], [fold for fold in more if any(fold.bound_fields())],
             [about["delay_weeks"]]),
    ]  # fmt: skip


def titles_of(kind: Kind) -> list[str]:
    """The words for each step, the preview among them."""
    where = "places" in kind.essential or "place" in kind.essential
    return [
        _("What and where") if where else _("The essential"),
        _("The source"),
        _("What else you know"),
        _("Read again and send"),
    ]


def errors_on(steps: list[Step]) -> Errors:
    """Everything that is wrong on these steps."""
    return [error for step in steps for error in step.errors()]


def place_of(kind: Kind, main: RecordForm | None, name: str) -> tuple[int, str]:
    """The step that asks for this field, or these rows, and the id of its place on the page.

    `main` is the form of the main record, for a field of that one.
    """
    if main is None:
        return (2 if kind.key == "source" else 3), f"more-{kind.key}"
    prefix = next((rows.prefix for rows in kind.form.ROWS if rows.name == name), "")
    if prefix:
        return (2 if name == CITATIONS.name else 3), f"more-{prefix}"
    return (1 if name in kind.essential else 3), f"id_{main.add_prefix(name)}"


def asked_of(form: RecordForm) -> list[BoundField]:
    """The few fields that are asked of a new record that comes along."""
    names = (*form.essential, *LINKED_ALSO.get(form.kind_key, ()))
    return [form[name] for name in names]


def walks(contribution: Contribution, data) -> bool:
    """True when the page that was sent is a step: only new records are asked step by step."""
    return contribution.record is None and (STEP in data or SHOWN in data)


def wanted_step(data) -> int:
    """The step that the button leads to; the next one where no button says."""
    if STEP in data:
        return _number(data[STEP], 0)
    return _number(data.get(SHOWN, ""), 1)


def carried(contribution: Contribution, step: Step) -> list[tuple[str, str]]:
    """What the other steps hold, to be sent along: as typed, or as they stand when untouched."""
    shown = {bound.html_name for bound in step.bound_fields()}
    data = contribution.about.data
    if contribution.about.is_bound:
        return [(name, value) for name, values in data.lists() if name not in shown
                for value in values]  # fmt: skip
    others = (other for other in steps_of(contribution) if other.number != step.number)
    return [
        (bound.html_name, value)
        for other in others
        for bound in other.bound_fields()
        for value in as_sent(bound)
    ]


def as_sent(bound: BoundField) -> list[str]:
    """What a browser would send for an untouched input; an empty one only if it is hidden.

    The hidden key of an empty row is sent for the row to be offered again.
    """
    value = bound.value()
    if isinstance(bound.field, BooleanField):
        return ["on"] if value else []
    said = bound.field.widget.format_value(value)
    values = [str(part) for part in (said if isinstance(said, list) else [said]) if part]
    return values or ([""] if bound.is_hidden else [])


def _asks_for_a_source(contribution: Contribution) -> bool:
    """True where the first thing to give is a link: not for what is itself a source or a word."""
    return contribution.record is None and contribution.kind.key not in ("source", "page", "tag")


def _errors_of_fields(fields) -> Errors:
    return [(bound.id_for_label, bound.label, list(bound.errors)) for bound in fields
            if bound.errors]  # fmt: skip


def _number(text: str, further: int) -> int:
    """The step that a text names, moved further; the first one if it names none."""
    known = text.isascii() and text.isdigit() and len(text) == 1
    return min(max(int(text) + further, 1), READ_AGAIN) if known else 1
