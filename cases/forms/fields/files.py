"""The name of a stored file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.evidence import storage


class StoredFileField(forms.CharField):
    """Names a stored file. Offered to moderators alone, for it tells which files there are."""

    default_error_messages = {"unknown": _("No stored file has this name.")}

    def validate(self, value):
        """The file must be there."""
        super().validate(value)
        if value and not storage.exists(value):
            raise ValidationError(self.error_messages["unknown"], code="unknown")
