"""Vendors, organisations and products."""

from django.utils.translation import gettext_lazy as _

from cases import models as m
from cases.forms.base import SHARED_FIELDS, RecordForm
from cases.forms.doubt import FACTUAL
from cases.forms.rows import RowForm, Rows, form_field


class FunctionForm(RowForm):
    """A function of a product."""

    class Meta:
        model = m.ProductFunction
        fields = ("key", "function", "state")
        formfield_callback = form_field


class VendorForm(RecordForm):
    """A vendor."""

    class Meta:
        model = m.Vendor
        fields = (
            "name", "kind", "siren", "registry_id", "country", "website", "parent",
            "predecessor", "anonymous", *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field


class OrganisationForm(RecordForm):
    """A body that is not a vendor."""

    class Meta:
        model = m.Organisation
        fields = (
            "name", "kind", "siren", "registry_id", "country", "website", "parent", "seat",
            *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field


class ProductForm(RecordForm):
    """A product."""

    ROWS = (
        Rows("functions", "function", FunctionForm, "product", _("Functions")),
        *FACTUAL,
    )

    class Meta:
        model = m.Product
        fields = ("name", "vendor", "co_vendors", "technologies", *SHARED_FIELDS)
        formfield_callback = form_field
