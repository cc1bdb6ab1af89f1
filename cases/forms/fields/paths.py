"""Which value of its record a row is about."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PathField(forms.ChoiceField):
    """The whole record, one of its fields, or one of its rows; `use` says which there are."""

    default_error_messages = {
        "unknown": _("This record has no value of that name: choose one from the list."),
    }

    def __init__(self, **options):
        super().__init__(**options)
        self.paths = None

    def use(self, paths, typed: str = "") -> None:
        """Offer the paths of this record, and what was typed, for a wrong one to be kept."""
        self.paths = paths
        self.choices = paths.choices
        if typed and not paths.knows(typed):
            self.choices = [*paths.choices(), (typed, f"« {typed[:80]} »")]

    def validate(self, value):
        """Refuse what is not a value of this record; a row that is gone is left to its form."""
        forms.Field.validate(self, value)
        if value and (self.paths is None or not self.paths.knows(value)):
            raise ValidationError(self.error_messages["unknown"], code="unknown")
