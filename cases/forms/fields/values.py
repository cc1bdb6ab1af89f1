"""Dates and amounts, read as people write them."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from cases import dates, money


class PartialDateFormField(forms.CharField):
    """A date as people write it, kept as EDTF text."""

    def to_python(self, value):
        """Canonical EDTF, or empty."""
        typed = super().to_python(value)
        if not typed:
            return ""
        try:
            return dates.parse(typed)
        except dates.DateError as error:
            raise ValidationError(str(error), code="date") from error

    def prepare_value(self, value):
        """The date in words of the reader's language."""
        try:
            return dates.display(value, get_language()) if value else value
        except (dates.DateError, ValueError):
            return value

    def has_changed(self, initial, data) -> bool:
        """True when anything else was typed."""
        return (initial or "") != (data or "") and self.prepare_value(initial or "") != data


class AmountField(forms.CharField):
    """An amount of money as people write it: `12,5 M€`."""

    def to_python(self, value):
        """The amount as a decimal number with two places, or None."""
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return money.parse_amount(typed).quantize(Decimal("0.01"))
        except money.AmountError as error:
            raise ValidationError(str(error), code="amount") from error

    def run_validators(self, value):
        """The parser has checked."""

    def prepare_value(self, value):
        """Plain digits."""
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value


class NumberField(forms.DecimalField):
    """A number as people write it: `1 000`, `1,5`."""

    widget = forms.TextInput

    def to_python(self, value):
        """The number, spaces and the French comma apart."""
        typed = "".join(str(value or "").split()).replace("−", "-")
        return super().to_python(typed.replace(",", ".") if typed.count(",") == 1 else typed)

    def prepare_value(self, value):
        """Plain digits."""
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value
