"""The nested rows of one kind of one record, as one set of forms."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .rows import RowForm

# One for all forms, which change nothing of it.
TAKE_AWAY = forms.BooleanField(required=False, label=_("Take this row away"))


class RowFormSet(forms.BaseFormSet):
    """The nested rows of one record; `sent` is how many came, which no input says."""

    def __init__(self, data=None, *, sent: int = 0, **options):
        super().__init__(data, **options)
        self.sent = sent

    def initial_form_count(self) -> int:
        """None of the rows that came: each is new, or has the key of a stored one."""
        return 0 if self.is_bound else super().initial_form_count()

    def total_form_count(self) -> int:
        """How many rows came, up to a limit."""
        return min(self.sent, self.absolute_max) if self.is_bound else super().total_form_count()

    def full_clean(self):
        """The errors of the rows that stay, and whether they are too many."""
        self._errors = []
        self._non_form_errors = self.error_class(error_class="nonform", renderer=self.renderer)
        for form in self.forms if self.is_bound else ():
            errors = form.errors  # looked at first: cleaning tells whether the row stays
            if not self._should_delete_form(form):
                self._errors.append(errors)
        if self.is_bound and self.sent > self.absolute_max:
            words = self.error_messages["too_many_forms"] % {"num": self.max_num}
            self._non_form_errors.append(ValidationError(words, code="too_many_forms"))

    def add_fields(self, form, index):
        """A box to take the row away."""
        form.fields["DELETE"] = TAKE_AWAY

    def kept(self) -> list[RowForm]:
        """Forms of the rows that stay: filled in and not ticked for removal."""
        return [
            form
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get("DELETE") and not form.is_void()
        ]

    def snapshot(self) -> list[dict]:
        """The rows as plain values, in order; a key given twice names only the first."""
        rows, seen = [form.snapshot() for form in self.kept()], set()
        for row in rows:
            if row["key"] in seen:
                row["key"] = str(uuid.uuid4())
            seen.add(row["key"])
        return rows
