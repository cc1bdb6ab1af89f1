"""A form to fill in with a pen: the questions of the form on the screen, read off its classes.

It asks in the same words and in the same order, so that somebody else can type it in.
"""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from cases.forms.asked import AFTER, BEFORE, AboutForm, ask_where_and_what, give_examples
from cases.forms.base import SHARED_FIELDS
from cases.forms.fields import EntriesField, Vocabulary
from cases.kinds import KINDS, Kind

ROWS = 2  # of a table to fill in
MOST_LINES, FEWER_LINES = 4, 2  # to write on: for what comes first, for the rest
NOT_WRITTEN = ("key", "row_key", "DELETE", "latitude", "longitude", "osm_id")


@dataclass(frozen=True)
class Question:
    """One field: its words, the choices to tick, or the number of lines to write on."""

    label: str
    help: str
    choices: tuple[str, ...]
    lines: int
    several: bool  # more than one choice may be ticked

    @property
    def line_numbers(self) -> range:
        """One number for each line to write on."""
        return range(self.lines)


@dataclass(frozen=True)
class Table:
    """Rows to fill in: a question a column."""

    label: str
    columns: tuple[Question, ...]
    rows: range = range(ROWS)

    @property
    def choices(self) -> list[Question]:
        """The columns in which one of a few words is written; they stand under the table."""
        return [column for column in self.columns if column.choices]


@dataclass(frozen=True)
class Paper:
    """The whole form, in the order in which it is asked."""

    essential: list[Question]
    more: list[Question]
    rows: list[Table]
    linked: list[Table]  # new records that come along
    last: list[Question]


def paper_of(kind: Kind) -> Paper:
    """The form on paper of one kind of record."""
    vocabulary = Vocabulary()
    form, about = kind.form(extra=1, vocabulary=vocabulary), AboutForm()
    if kind.key == "deployment":
        ask_where_and_what(form)
    else:
        give_examples(form, kind.key)
    asked = [name for name in form.fields if name not in (*kind.essential, *NOT_WRITTEN)]
    own = [name for name in asked if name not in (*SHARED_FIELDS, "tags")]
    shared = [name for name in ("tags", *SHARED_FIELDS) if name in asked]
    return Paper(
        essential=[*_questions(form, kind.essential, MOST_LINES), _question(about["basis"])],
        more=_questions(form, [*own, *shared]),
        rows=_nested(form),
        linked=_linked(kind, vocabulary),
        last=[_question(about["delay_weeks"]), _question(about["basis_note"])],
    )


def _nested(form) -> list[Table]:
    """Its rows: who does what, dates. Those about a value need the screen, which names it."""
    offered = [rows for rows in form.ROWS if not (rows.moderators_only or rows.is_about)]
    empty = [(rows.label, form.rows[rows.name].forms[0]) for rows in offered]
    return [
        Table(
            label, tuple(_questions(row, [name for name in row.fields if name not in NOT_WRITTEN]))
        )
        for label, row in empty
    ]


def _linked(kind: Kind, vocabulary: Vocabulary) -> list[Table]:
    """New records that come along, each with what is asked of it first."""
    keys = (*BEFORE.get(kind.key, ("source",)), *AFTER.get(kind.key, ()))
    linked = [KINDS[key] for key in keys if key != kind.key]
    return [
        Table(
            other.label,
            tuple(
                _questions(
                    other.form(vocabulary=vocabulary),
                    [name for name in other.essential if name != kind.word],  # it is this one
                )
            ),
        )
        for other in linked
    ]


def _questions(form, names, most: int = FEWER_LINES) -> list[Question]:
    return [_question(form[name], most) for name in names if not form[name].is_hidden]


def _question(bound, most: int = FEWER_LINES) -> Question:
    field = bound.field
    choices = tuple(str(words) for value, words in getattr(field, "choices", ()) if value != "")
    several = isinstance(field, forms.MultipleChoiceField)
    if isinstance(field, forms.BooleanField):
        choices = (_("yes"),)
    long = isinstance(field.widget, forms.Textarea) or isinstance(field, EntriesField)
    rows = int(field.widget.attrs.get("rows", FEWER_LINES)) if long else 1
    lines = 0 if choices else min(rows, most)
    return Question(bound.label, bound.help_text, choices, lines, several)
