"""The form of a record: the only definition of what may be edited."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from cases.models import Entry, Record

from .doubt import FACTUAL
from .fields import TagsField, Vocabulary
from .paths import paths_of
from .row_counts import counts_of
from .rows import Rows, SnapshotMixin, says_nothing

SHARED_FIELDS = ("aliases", "description", "note", "contested", "contested_by", "contested_note")


def own_name(name: str) -> str:
    """The name on the page of a record's field, where another field has its plain name."""
    return f"own-{name}"


class RecordForm(SnapshotMixin, forms.ModelForm):
    """The only definition of what may be edited on one kind of record.

    `declared` maps the place of each other change of the contribution to its kind;
    `extra` is the number of empty rows offered; `closed` holds, by name, the rows that may not
    be changed here: they stay as given, whatever is sent. `apart` are fields whose name the page
    uses for something else: their own is `own_name(name)`. `known` is what was looked up already.
    """

    tags = TagsField(required=False, label=_("Tags"), help_text=_("Separated by commas."))
    ROWS: tuple[Rows, ...] = FACTUAL

    def __init__(self, data=None, *, instance=None, prefix=None, declared=None, extra=0,
                 vocabulary=None, closed=None, apart=(), known=None, **options):  # fmt: skip
        self.closed, self.apart = closed or {}, apart
        self.ROWS = tuple(rows for rows in self.ROWS if rows.name not in self.closed)
        given = initial = options.pop("initial", None) or {}
        if instance is not None and not instance._state.adding:
            initial = linked_values(instance) | initial
        told = {"declared": declared, "vocabulary": vocabulary or Vocabulary(), "known": known}
        super().__init__(data, instance=instance, prefix=prefix, initial=initial, **told, **options)
        starts = [f"{prefix}-{rows.prefix}" if prefix else rows.prefix for rows in self.ROWS]
        sent = counts_of(data or (), starts)
        named = {rows.name: start for rows, start in zip(self.ROWS, starts, strict=True)}
        self.paths = paths_of(self, data, named, sent)
        self.rows = {
            rows.name: rows.formset_class(extra)(
                data,
                prefix=start,
                sent=sent[start],
                initial=(given.get(rows.name) or rows.initial(instance)) if data is None else None,
                form_kwargs=told | {"paths": self.paths},
            )
            for rows, start in zip(self.ROWS, starts, strict=True)
        }

    def add_prefix(self, field_name: str) -> str:
        """The name of a field on the page."""
        return super().add_prefix(own_name(field_name) if field_name in self.apart else field_name)

    def is_valid(self) -> bool:
        """True when the record and each of its rows are valid."""
        valid = super().is_valid()
        rows_valid = [formset.is_valid() for formset in self.rows.values()]  # all, to show all
        return valid and all(rows_valid) and self.unknowns_are_unknown()

    def unknowns_are_unknown(self) -> bool:
        """A value that is given is not unknown: a new row that says so is refused.

        One that the record had already is out of date, and goes (see `UnknownForm.is_void`).
        """
        if "unknowns" not in self.rows:
            return True
        given = self.plain_fields() | {
            name: formset.kept() for name, formset in self.rows.items() if name != "unknowns"
        }
        right = True
        for form in self.rows["unknowns"].forms:
            path = form.cleaned_data.get("field") if form.has_changed() else ""
            form.is_given = bool(path) and not self._says_nothing(path, given.get(path))
            if form.is_given and not form.is_stored() and not form.cleaned_data.get("DELETE"):
                form.add_error("field", _("This value is given: take one of the two away."))
                right = False
        return right

    def _says_nothing(self, name: str, value) -> bool:
        """True for an empty value, and for a choice that was left at its default."""
        chosen = {f.name: f.get_default() for f in self._meta.model._meta.fields if f.choices}
        return says_nothing(value) or value == chosen.get(name)

    def clean(self):
        """A citation must name a field of this kind; `contested` must say why."""
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if self.instance.pk and self.instance.pk in _numbers_of(value):
                self.add_error(name, _("A record cannot point to itself: choose another one."))
        if cleaned.get("contested") and not cleaned.get("contested_note"):
            self.add_error("contested_note", _("Say by whom and why it is contested."))
        return cleaned

    def snapshot(self) -> dict:
        """The whole proposed record as plain values."""
        rows = {name: formset.snapshot() for name, formset in self.rows.items()}
        return self.plain_fields() | rows | self.closed

    def all_errors(self) -> list[tuple[str, str, list[str]]]:
        """(id of the input, label, messages) for every error of the record and its rows."""
        found = list(errors_of(self))
        for rows in self.ROWS:
            found += errors_of_rows(rows, self.rows[rows.name])
        return found

    def row_count(self) -> int:
        """How many nested rows were filled in."""
        return sum(form.has_changed() for rows in self.rows.values() for form in rows.forms)


def linked_values(record: Record) -> dict:
    """The entries that the links of a record hold, which a model form would give as numbers."""
    singles = {f.name: getattr(record, f.name) for f in record._meta.fields if f.is_relation}
    return singles | {"tags": list(record.tags.all())}


def _numbers_of(value) -> list[int]:
    """The numbers of the entries that a link holds."""
    entries = value if isinstance(value, list) else [value]
    return [entry.pk for entry in entries if isinstance(entry, Entry)]


def errors_of_rows(rows: Rows, formset) -> list[tuple[str, str, list[str]]]:
    """(id of the input, label, messages) for every error of one kind of nested rows."""
    found = []
    if formset.is_bound and formset.non_form_errors():
        found.append(("", str(rows.label), list(formset.non_form_errors())))
    for form in formset.forms:
        found += errors_of(form)
    return found


def errors_of(form):
    """(id of the input, label, messages) for every error of one form, its rows left aside."""
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS:
            yield "", "", list(errors)
        else:
            yield form[name].id_for_label, form[name].label, list(errors)
