"""The form of a record and the forms of its nested rows: what may be edited, and how it reads."""

import re
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Citation, DatedValue, Entry, Record

from .fields import EntryField, LongTextField, TagsField, TermField, TermsField, Vocabulary

MOST_ROWS = 200
SHARED_FIELDS = ("aliases", "description", "note", "contested", "contested_by", "contested_note")


def form_field(db_field: models.Field, **options):
    """The form field of a model field: text areas get one kind of line end."""
    if isinstance(db_field, models.TextField) and not db_field.choices:
        options["form_class"] = LongTextField
    if isinstance(db_field, models.URLField):
        options["assume_scheme"] = "https"
    return db_field.formfield(**options)


def plain(field: forms.Field, value):
    """What a snapshot holds for a cleaned value: text, truth, a decimal as text, a list."""
    if hasattr(field, "plain"):
        return field.plain(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, uuid.UUID):
        return str(value)
    return "" if value is None else value


class SnapshotMixin:
    """What a record's form and a row's form share: snapshots and links to declared records."""

    def prepare(self, declared: dict | None, vocabulary: Vocabulary) -> None:
        """Tell every field which `@n` exist and which terms may be chosen."""
        for field in self.fields.values():
            if isinstance(field, EntryField):
                field.declared = declared or {}
            if isinstance(field, TermField | TermsField):
                field.use(vocabulary)

    def _get_validation_exclusions(self):
        """A link to a record that is only declared cannot be checked against the database."""
        excluded = super()._get_validation_exclusions()
        pending = {
            name
            for name, value in self.cleaned_data.items()
            if isinstance(value, Entry) and value.pk is None
        }
        return excluded | pending

    def plain_fields(self) -> dict:
        """Snapshot of the cleaned fields."""
        return {
            name: plain(field, self.cleaned_data.get(name)) for name, field in self.fields.items()
        }


class RowForm(SnapshotMixin, forms.ModelForm):
    """One nested row. Its key is given on arrival and kept for ever."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, declared=None, vocabulary=None, **options):
        super().__init__(*args, **options)
        self.prepare(declared, vocabulary or Vocabulary())

    def snapshot(self) -> dict:
        """The row as plain values, its key first."""
        values = self.plain_fields()
        values["key"] = values.get("key") or str(uuid.uuid4())
        values.pop("DELETE", None)
        return values


class RowFormSet(forms.BaseFormSet):
    """The nested rows of one record."""

    def kept(self) -> list[RowForm]:
        """Forms of the rows that stay: filled in and not ticked for removal."""
        return [
            form
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get("DELETE")
        ]

    def snapshot(self) -> list[dict]:
        """The rows as plain values, in order."""
        return [form.snapshot() for form in self.kept()]


@dataclass(frozen=True)
class Rows:
    """One kind of nested row: its name in snapshots, its prefix in forms, its form."""

    name: str
    prefix: str
    form: type[RowForm]
    owner: str  # the foreign key that ties the row to its record or entry
    label: str

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
            name: "" if model._meta.get_field(name).is_relation else plain(field, getattr(model, name))
            for name, field in self.form.base_fields.items()
        }
        return values | {"key": str(uuid.uuid4())}

    def formset_class(self, extra: int):
        """The formset, with `extra` empty rows to fill in."""
        return forms.formset_factory(
            self.form, RowFormSet, extra=extra, can_delete=True,
            max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True,
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


DATES = Rows("dates", "date", DatedValueForm, "entry", _("Dates"))
CITATIONS = Rows("citations", "citation", CitationForm, "entry", _("Sources"))


class RecordForm(SnapshotMixin, forms.ModelForm):
    """The only definition of what may be edited on one kind of record.

    `declared` maps the place of each other change of the contribution to its kind;
    `extra` is the number of empty rows offered.
    """

    tags = TagsField(
        required=False, label=_("Tags"), help_text=_("Separated by commas.")
    )
    ROWS: tuple[Rows, ...] = (DATES, CITATIONS)

    def __init__(self, data=None, *, instance=None, prefix=None, declared=None, extra=0,
                 vocabulary=None, **options):  # fmt: skip
        initial = options.pop("initial", None) or {}
        if instance is not None and instance.version:
            initial.setdefault("tags", list(instance.tags.all()))
        super().__init__(data, instance=instance, prefix=prefix, initial=initial, **options)
        vocabulary = vocabulary or Vocabulary()
        self.prepare(declared, vocabulary)
        starts = [f"{prefix}-{rows.prefix}" if prefix else rows.prefix for rows in self.ROWS]
        data = with_row_counts(data, starts)
        self.rows = {
            rows.name: rows.formset_class(extra)(
                data,
                prefix=start,
                initial=rows.initial(instance) if data is None else None,
                form_kwargs={"declared": declared, "vocabulary": vocabulary},
            )
            for rows, start in zip(self.ROWS, starts, strict=True)
        }

    def is_valid(self) -> bool:
        """True when the record and each of its rows are valid."""
        valid = super().is_valid()
        return all([formset.is_valid() for formset in self.rows.values()]) and valid

    def clean(self):
        """A citation must name a field of this kind; `contested` must say why."""
        cleaned = super().clean()
        if cleaned.get("contested") and not cleaned.get("contested_note"):
            self.add_error("contested_note", _("Say by whom and why it is contested."))
        return cleaned

    def snapshot(self) -> dict:
        """The whole proposed record as plain values."""
        return self.plain_fields() | {name: rows.snapshot() for name, rows in self.rows.items()}

    def save_record(self) -> Record:
        """Write the record and its rows. Only the writer of records calls this."""
        record = self.instance
        record.before_save()
        record.save()
        self._save_m2m()
        for rows in self.ROWS:
            rows.of(record).all().delete()
            for position, form in enumerate(self.rows[rows.name].kept()):
                row = form.instance
                row.key = form.cleaned_data.get("key") or uuid.uuid4()
                row.position = position
                setattr(row, rows.owner, record.entry if rows.owner == "entry" else record)
                row.before_save()
                row.save()
        return record

    def all_errors(self) -> list[tuple[str, str, list[str]]]:
        """(id of the input, label, messages) for every error of the record and its rows."""
        found = list(_errors_of(self))
        for formset in self.rows.values():
            for form in formset.forms:
                found += _errors_of(form)
        return found


def with_row_counts(data, starts: list[str]):
    """The data with the number of rows that each formset wants to know, read off the keys."""
    if data is None:
        return None
    data = data.copy()
    for start in starts:
        data[f"{start}-TOTAL_FORMS"] = str(count_of(data, start))
        data[f"{start}-INITIAL_FORMS"] = "0"
    return data


def count_of(data, prefix: str) -> int:
    """One more than the highest number in keys such as `role-3-entry`, at most MOST_ROWS."""
    numbers = re.compile(rf"^{re.escape(prefix)}-(\d{{1,4}})-")
    found = [int(match.group(1)) for key in data if (match := numbers.match(key))]
    return min(max(found, default=-1) + 1, MOST_ROWS)


def _errors_of(form):
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS:
            yield "", "", list(errors)
        else:
            yield form[name].id_for_label, form[name].label, list(errors)
