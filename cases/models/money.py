"""Lines of money and published figures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .entry import Entry
from .fields import EntryLink, EntryLinks, TermLink
from .record import RecordQuerySet, Titled

ANY_KIND = (
    "deployment", "place", "vendor", "organisation", "product", "camera", "funding",
    "legal", "law", "statistic", "event", "source",
)  # fmt: skip


class Derived(Titled):
    """A value that may be calculated from others: the formula and its inputs stay with it."""

    formula = models.CharField(_("Formula"), max_length=300, blank=True)
    inputs = EntryLinks(*ANY_KIND, verbose_name=_("Records it is calculated from"))

    class Meta:
        abstract = True

    @property
    def is_derived(self) -> bool:
        """True when the value is calculated."""
        return bool(self.formula)


class FundingQuerySet(RecordQuerySet):
    """Money by who pays and who is paid."""

    def involving(self, entry: Entry):
        """Money that this vendor, organisation or place pays or receives."""
        return self.filter(Q(payer=entry) | Q(payee=entry))


class Funding(Derived):
    """One line of money: exact, bounded, or known in words only. Never summed across natures."""

    class Stage(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        VOTED = "voted", _("voted")
        REQUESTED = "requested", _("requested")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        AWARDED = "awarded", _("awarded")
        AMENDED = "amended", _("amended")
        PAID = "paid", _("paid")
        RETURNED = "returned", _("returned")

    class TaxBasis(models.TextChoices):
        EXCLUDED = "excluded", _("before tax")
        INCLUDED = "included", _("tax included")

    amount = models.DecimalField(
        _("Amount"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    amount_min = models.DecimalField(
        _("At least"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    amount_max = models.DecimalField(
        _("At most"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    amount_text = models.CharField(
        _("Amount in words"),
        max_length=200,
        blank=True,
        help_text=_("When the source gives no figure."),
    )
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="EUR")
    tax_basis = models.CharField(_("Tax"), max_length=10, choices=TaxBasis, blank=True)
    stage = models.CharField(_("Stage"), max_length=10, choices=Stage, blank=True)
    kind = TermLink("funding_kind", verbose_name=_("Kind"))
    payer = EntryLink(
        "organisation", "vendor", "place", verbose_name=_("Who pays"), null=True, blank=True
    )
    payee = EntryLink(
        "vendor", "organisation", "place", verbose_name=_("Who receives"), null=True, blank=True
    )
    programme = models.CharField(_("Programme"), max_length=200, blank=True)
    reference = models.CharField(_("Procurement reference"), max_length=100, blank=True)
    deployments = EntryLinks("deployment", verbose_name=_("Deployments"), related_name="fundings")
    places = EntryLinks("place", verbose_name=_("Places"))

    objects = FundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Funding")
        indexes = [models.Index(fields=["edited_on", "entry"], name="funding_newest")]


class Statistic(Derived):
    """A published figure; zero has a meaning, and some figures are words."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        APPROXIMATE = "approx", _("about")
        AT_LEAST = "at_least", _("at least")
        MORE_THAN = "more_than", _("more than")
        AT_MOST = "at_most", _("at most")
        UNKNOWN = "unknown", _("unknown")

    value = models.DecimalField(_("Value"), max_digits=24, decimal_places=4, null=True, blank=True)
    value_qualifier = models.CharField(
        _("Precision"), max_length=10, choices=Qualifier, default=Qualifier.EXACT
    )
    value_text = models.CharField(_("Value in words"), max_length=200, blank=True)
    unit = models.CharField(_("Unit"), max_length=60, blank=True)
    subject = EntryLink(*ANY_KIND, verbose_name=_("About"), null=True, blank=True)
    places = EntryLinks("place", verbose_name=_("Places"))

    class Meta:
        verbose_name = _("Statistic")
