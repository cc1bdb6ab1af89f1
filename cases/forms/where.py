"""Where in a new source one value stands: asked beside the source itself, in the same fold."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Citation

from .fields import PathField
from .rows import form_field


class WhereForm(forms.ModelForm):
    """The value that a new source supports, where in it, and in which words; all may stay empty."""

    field = PathField(required=False, label=_("Which value it supports"))

    class Meta:
        model = Citation
        fields = ("field", "locator", "quotation")
        formfield_callback = form_field

    def __init__(self, data, prefix: str):
        super().__init__(data, prefix=f"{prefix}-cited", use_required_attribute=False)

    def said(self) -> dict:
        """What it says, as a citation's row holds it."""
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}
