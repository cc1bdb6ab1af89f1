"""One form for each kind of record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import models as m

from .base import (
    CITATIONS,
    DATES,
    SHARED_FIELDS,
    RecordForm,
    RowForm,
    Rows,
    form_field,
)
from .fields import AmountField


class RoleForm(RowForm):
    """Who plays which role in a deployment."""

    class Meta:
        model = m.Role
        fields = ("key", "entry", "role", "confidence", "note")
        formfield_callback = form_field


class FunctionForm(RowForm):
    """A function of a product."""

    class Meta:
        model = m.ProductFunction
        fields = ("key", "function", "state")
        formfield_callback = form_field


class PartyForm(RowForm):
    """A side of a contest."""

    class Meta:
        model = m.Party
        fields = ("key", "entry", "side", "confidence")
        formfield_callback = form_field


class ProceedingForm(RowForm):
    """An instance of a contest."""

    class Meta:
        model = m.Proceeding
        fields = (
            "key", "forum", "stage", "docket", "hearing", "decision", "outcome", "ground",
            "appealed_by",
        )  # fmt: skip
        formfield_callback = form_field


class PlaceForm(RecordForm):
    """A place. What the reference edition says of it is not edited here."""

    class Meta:
        model = m.Place
        fields = (*m.Place.REFERENCE_FIELDS, "spans", *SHARED_FIELDS)
        formfield_callback = form_field

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.is_reference:
            for name in m.Place.REFERENCE_FIELDS:
                del self.fields[name]


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

    ROWS = (Rows("functions", "function", FunctionForm, "product", _("Functions")), DATES, CITATIONS)

    class Meta:
        model = m.Product
        fields = ("name", "vendor", "co_vendors", "technologies", *SHARED_FIELDS)
        formfield_callback = form_field


class TitleMadeUp(RecordForm):
    """A form whose title may be left empty: it is then made from the facts."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, it is made from the facts.")

    def clean(self):
        """Make the title when it was left empty."""
        cleaned = super().clean()
        if not cleaned.get("title") and "title" in cleaned:
            cleaned["title"] = self.made_up_title(cleaned)[:300]
        return cleaned


class DeploymentForm(TitleMadeUp):
    """A deployment: places and technologies name it."""

    ROWS = (Rows("roles", "role", RoleForm, "deployment", _("Who does what")), DATES, CITATIONS)

    class Meta:
        model = m.Deployment
        fields = (
            "title", "places", "place_note", "scope", "technologies", "functions", "status",
            "purposes", "components", "products", "cameras_total", "cameras_analysed",
            "cameras_counted_on", "laws", "parent", *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field

    def made_up_title(self, cleaned) -> str:
        """`Vidéosurveillance algorithmique, Nice`: in French, the register's first language."""
        what = " et ".join(entry.title for entry in cleaned.get("technologies") or [])
        where = ", ".join(entry.title for entry in (cleaned.get("places") or [])[:3])
        return ", ".join(part for part in (what or "Dispositif de surveillance", where) if part)


class CameraForm(TitleMadeUp):
    """A camera seen in public space."""

    class Meta:
        model = m.Camera
        fields = (
            "title", "deployment", "place", "location", "latitude", "longitude", "direction",
            "mount", "kind", "observed_on", "basis", "osm_id", *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field

    def clean(self):
        """A point has both coordinates or none."""
        cleaned = super().clean()
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        return cleaned

    def made_up_title(self, cleaned) -> str:
        """`Caméra, angle de la rue de la Paix, Nice`."""
        place = cleaned.get("place")
        parts = ("Caméra", cleaned.get("location"), place.title if place else "")
        return ", ".join(part for part in parts if part)


class FundingForm(TitleMadeUp):
    """A line of money."""

    amount = AmountField(required=False, label=_("Amount"), help_text=_("Such as 12,5 M€ or 80 000."))
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


class LegalForm(RecordForm):
    """A contest before a court or regulator."""

    ROWS = (
        Rows("parties", "party", PartyForm, "challenge", _("Parties")),
        Rows("proceedings", "proceeding", ProceedingForm, "challenge", _("Proceedings")),
        DATES,
        CITATIONS,
    )

    class Meta:
        model = m.LegalChallenge
        fields = (
            "title", "kind", "forum", "procedure", "docket", "ecli", "stage", "outcome", "acts",
            "deployments", "places", "laws", *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field


class LawForm(RecordForm):
    """A legal text."""

    class Meta:
        model = m.Law
        fields = (
            "title", "kind", "jurisdiction", "status", "institutions", "articles", "url",
            *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field


class StatisticForm(RecordForm):
    """A published figure."""

    class Meta:
        model = m.Statistic
        fields = (
            "title", "value", "value_qualifier", "value_text", "unit", "subject", "places",
            "formula", "inputs", *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field


class EventForm(RecordForm):
    """Something that happened."""

    class Meta:
        model = m.Event
        fields = ("title", "kind", "places", "actors", "deployments", "laws", *SHARED_FIELDS)
        formfield_callback = form_field


class SourceForm(RecordForm):
    """A source."""

    title = forms.CharField(
        max_length=300, required=False, label=_("Title"),
        help_text=_("Left empty, the address or the publisher names it."),
    )  # fmt: skip

    class Meta:
        model = m.Source
        fields = (
            "title", "kind", "role", "publisher", "author", "agency", "url", "archived_url",
            "relayed_by", "language", "licence", "acquisition", "redaction_note", *SHARED_FIELDS,
        )  # fmt: skip
        formfield_callback = form_field

    def clean(self):
        """A source is named by its title, else its address, else its publisher."""
        cleaned = super().clean()
        if "title" in cleaned and not cleaned["title"]:
            cleaned["title"] = (cleaned.get("url") or cleaned.get("publisher") or "")[:300]
            if not cleaned["title"]:
                self.add_error("title", _("Give a title or an address."))
        return cleaned


class PageForm(RecordForm):
    """A wiki page."""

    class Meta:
        model = m.Page
        fields = ("title", *SHARED_FIELDS)
        formfield_callback = form_field


class TagForm(RecordForm):
    """A tag."""

    class Meta:
        model = m.Tag
        fields = ("name", "name_en", "parent", "category", *SHARED_FIELDS)
        formfield_callback = form_field


class TermForm(RecordForm):
    """A term of a vocabulary."""

    class Meta:
        model = m.Term
        fields = ("scheme", "key", "name", "name_en", "parent", *SHARED_FIELDS)
        formfield_callback = form_field
