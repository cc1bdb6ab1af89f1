"""Nested rows of a record, and what their forms share with the form of the record."""

import datetime
import functools
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Citation, DatedValue, Entry, Record, Reply

from .fields import (
    EntryField,
    LongTextField,
    PathField,
    TermField,
    Vocabulary,
    check_visible,
    check_web_address,
)
from .row_formset import RowFormSet
from .shared_fields import tell

MOST_ROWS = 200


def form_field(db_field: models.Field, **options):
    """The form field of a model field, with what every text, address and choice must hold."""
    if isinstance(db_field, models.TextField) and not db_field.choices:
        options["form_class"] = LongTextField
    if db_field.choices and db_field.has_default():
        options["required"] = False
    if isinstance(db_field, models.URLField):
        options["assume_scheme"] = "https"
    field = db_field.formfield(**options)
    if type(db_field) is models.CharField and not db_field.choices:
        field.validators.append(check_visible)
    if isinstance(db_field, models.URLField):
        field.validators += [check_visible, check_web_address]
    return field


def says_nothing(value) -> bool:
    """True for an empty text or list, for no, and for nothing; zero says something."""
    return value is None or value is False or value == "" or value == []


def plain(field: forms.Field, value):
    """What a snapshot holds for a cleaned value: text, truth, a decimal as text, a list."""
    if hasattr(field, "plain"):
        return field.plain(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else value


class SnapshotMixin:
    """What a record's form and a row's form share: snapshots and links to declared records.

    `known` is what was looked up already, where published records are written: nothing is declared.
    """

    def __init__(self, *args, declared=None, vocabulary=None, known=None, **options):
        if known:
            self.base_fields = known.fields_of(type(self))
            options["label_suffix"] = ""  # else translated for each form
        super().__init__(*args, **options)
        if not known:
            tell(self.fields, vocabulary or Vocabulary(), declared)

    def has_changed(self) -> bool:
        """True when something was typed: a field that was not sent at all changes nothing."""
        return any(
            not bound.field.widget.value_omitted_from_data(self.data, self.files, bound.html_name)
            and bound.field.has_changed(bound.initial, bound.data)
            for bound in self
        )

    def clean(self):
        """A choice left empty takes its default."""
        cleaned = super().clean()
        for name, default in self.defaults().items():
            if cleaned.get(name) == "":
                cleaned[name] = default
        return cleaned

    def defaults(self) -> dict:
        """Choices that have a default, by field."""
        fields = self._meta.model._meta.get_fields()
        return {
            f.name: f.get_default()
            for f in fields
            if f.name in self.fields and getattr(f, "choices", None) and f.has_default()
        }

    def _get_validation_exclusions(self):
        """Links are not looked for again: their fields found them, or they are only declared."""
        links = {name for name, value in self.cleaned_data.items() if isinstance(value, Entry)}
        return super()._get_validation_exclusions() | links

    def plain_fields(self) -> dict:
        """Snapshot of the cleaned fields."""
        return {
            name: plain(field, self.cleaned_data.get(name)) for name, field in self.fields.items()
        }


class RowForm(SnapshotMixin, forms.ModelForm):
    """One nested row. Its key is given on arrival and kept for ever."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, label=_("Key"))

    def __init__(self, *args, paths=None, **options):
        super().__init__(*args, **options)
        self.paths = paths
        if paths and "field" in self.fields:
            self.fields["field"].use(paths, self.data.get(self.add_prefix("field"), ""))

    def validate_unique(self):
        """Rows are replaced as a whole: a key that is stored already is the row's own."""

    def is_void(self) -> bool:
        """True when the row that this one is about is not there any more: it goes with it."""
        path = self.cleaned_data.get("field")
        return bool(path and self.paths and self.paths.has_lost(path))

    def snapshot(self) -> dict:
        """The row as plain values, with its key."""
        values = self.plain_fields()
        values["key"] = values.get("key") or str(uuid.uuid4())
        values.pop("DELETE", None)
        return values


@dataclass(frozen=True, eq=False)
class Rows:
    """One kind of nested row: its name in snapshots, its prefix in forms, its form.

    Each kind is itself alone: compared by value, it would be hashed by its label, translated.
    """

    name: str
    prefix: str
    form: type[RowForm]
    owner: str  # the foreign key that ties the row to its record or entry
    label: str
    moderators_only: bool = False  # neither offered to contributors nor taken from them

    @property
    def is_about(self) -> bool:
        """True for rows that are about a value of their record, such as citations."""
        return "field" in self.form.base_fields

    @property
    def path(self) -> str:
        """Where a query of records finds the rows."""
        return f"entry__{self.name}" if self.owner == "entry" else self.name

    @property
    def links(self) -> list[str]:
        """The fields of a row that lead to an entry."""
        fields = self.form.base_fields.items()
        return [name for name, field in fields if isinstance(field, EntryField | TermField)]

    def of(self, record: Record):
        """The stored rows of a record, in order."""
        holder = record.entry if self.owner == "entry" else record
        return getattr(holder, self.name)

    def initial(self, record: Record | None) -> list[dict]:
        """Initial values of the forms of the stored rows."""
        if record is None or not record.version:
            return []
        fields = self.form._meta.fields
        return [{name: getattr(row, name) for name in fields} for row in self.of(record).all()]

    def blank(self) -> dict:
        """A new row as a snapshot holds it: a key, and the default of every field."""
        model = self.form._meta.model()
        values = {
            name: ""
            if model._meta.get_field(name).is_relation
            else plain(field, getattr(model, name))
            for name, field in self.form.base_fields.items()
        }
        return values | {"key": str(uuid.uuid4())}

    @functools.cache  # noqa: B019  a few Rows exist, for as long as the process
    def formset_class(self, extra: int):
        """The formset, with `extra` empty rows to fill in."""
        return forms.formset_factory(
            self.form, RowFormSet, extra=extra, can_delete=True,
            max_num=MOST_ROWS, absolute_max=MOST_ROWS,
        )  # fmt: skip


class DatedValueForm(RowForm):
    """A dated fact."""

    class Meta:
        model = DatedValue
        fields = ("key", "role", "value", "confidence", "duration_days", "row_key", "note")
        widgets = {"row_key": forms.HiddenInput}
        formfield_callback = form_field


class CitationForm(RowForm):
    """The source of the record or of one of its fields."""

    field = PathField(required=False, label=_("Which value"))

    class Meta:
        model = Citation
        fields = (
            "key", "source", "field", "locator", "quotation", "acquisition", "confidence", "as_of",
        )  # fmt: skip
        formfield_callback = form_field

    def clean(self):
        """A source may be missing only for what was seen on site or is our own inference."""
        cleaned = super().clean()
        sourceless = (
            cleaned.get("confidence") == "inferred" or cleaned.get("acquisition") == "on_site"
        )
        if "source" in cleaned and not cleaned["source"] and not sourceless:
            self.add_error("source", _("Name the source, or choose “seen on site” or “inferred”."))
        return cleaned


class ReplyForm(RowForm):
    """A reply as it was received, in plain text: only the form of moderators has it."""

    field = PathField(required=False, label=_("Field answered"))

    def is_void(self) -> bool:
        """Never: a reply stays, whatever becomes of what it answered (law of 21 June 2004)."""
        return False

    def clean(self):
        """A reply about a row that is gone is about the whole record."""
        cleaned = super().clean()
        if self.paths and self.paths.has_lost(cleaned.get("field") or ""):
            cleaned["field"] = ""
        return cleaned

    class Meta:
        model = Reply
        fields = ("key", "author", "text", "field", "received_on")
        formfield_callback = form_field


DATES = Rows("dates", "date", DatedValueForm, "entry", _("Dates"))
CITATIONS = Rows("citations", "citation", CitationForm, "entry", _("Sources"))
REPLIES = Rows("replies", "reply", ReplyForm, "entry", _("Replies"), moderators_only=True)
# What a record has that states nothing of the world: a page, a tag, a term.
DESCRIBED = (DATES, CITATIONS, REPLIES)
