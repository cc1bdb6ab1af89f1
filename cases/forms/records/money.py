"""Money and figures."""

from django.utils.translation import gettext_lazy as _

from cases import models as m
from cases.forms.base import SHARED_FIELDS, RecordForm
from cases.forms.fields import AmountField, NumberField
from cases.forms.rows import form_field

from .titles import TitleMadeUp


class FundingForm(TitleMadeUp):
    """A line of money."""

    amount = AmountField(
        required=False, label=_("Amount"), help_text=_("Such as 12,5 M€ or 80 000.")
    )
    amount_min = AmountField(required=False, label=_("At least"))
    amount_max = AmountField(required=False, label=_("At most"))

    class Meta:
        model = m.Funding
        fields = (
            "title", "amount", "amount_min", "amount_max", "amount_text", "currency",
            "tax_basis", "stage", "kind", "payer", "payee", "programme", "reference",
            "deployments", "places", "formula", "inputs", *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field

    def clean(self):
        """An amount is exact, bounded, or in words; a lower bound is below the upper one."""
        cleaned = super().clean()
        low, high = cleaned.get("amount_min"), cleaned.get("amount_max")
        if low is not None and high is not None and low > high:
            self.add_error("amount_max", _("The upper bound is below the lower one."))
        amounts = (cleaned.get("amount"), low, high, cleaned.get("amount_text") or None)
        if all(amount is None for amount in amounts) and not self.errors:
            self.add_error("amount", _("Give an amount, a bound, or say in words what is known."))
        return cleaned

    def made_up_title(self, cleaned) -> str:
        """`Nice → Thales`, or what is known of it."""
        payer, payee = cleaned.get("payer"), cleaned.get("payee")
        if payer and payee:
            return f"Financement : {payer.title} à {payee.title}"
        known = payer or payee or next(iter(cleaned.get("deployments") or []), None)
        return f"Financement : {known.title}" if known else "Financement"


class StatisticForm(RecordForm):
    """A published figure."""

    value = NumberField(
        max_digits=24, decimal_places=4, required=False, label=_("Value"),
        help_text=_("Such as 1 000 or 1,5."),
    )  # fmt: skip

    class Meta:
        model = m.Statistic
        fields = (
            "title", "value", "value_qualifier", "value_text", "unit", "subject", "places",
            "formula", "inputs", *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field
