"""Those who act: vendors, other organisations, and what vendors sell."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import EntryLink, EntryLinks, TermLink, TermLinks
from .record import Named
from .rows import Row


class Actor(Named):
    """What a vendor and another organisation have in common: a registered body."""

    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    registry_id = models.CharField(_("Other registry number"), max_length=60, blank=True)
    country = models.CharField(
        _("Country"), max_length=2, blank=True, help_text=_("Two letters, such as FR.")
    )
    website = models.URLField(_("Website"), blank=True, max_length=500)

    class Meta:
        abstract = True

    def codes(self) -> list[str]:
        """The SIREN and any other registry number."""
        return [code for code in (self.siren, self.registry_id) if code]


class Vendor(Actor):
    """A firm that makes, sells or runs surveillance technology."""

    kind = TermLink("vendor_kind", verbose_name=_("Kind"))
    parent = EntryLink("vendor", verbose_name=_("Parent company"), null=True, blank=True)
    predecessor = EntryLink("vendor", verbose_name=_("Formerly"), null=True, blank=True)
    anonymous = models.BooleanField(
        _("Not named by the source"), default=False, help_text=_("The source gives no name.")
    )

    class Meta:
        verbose_name = _("Vendor")


class Organisation(Actor):
    """Another body that acts: public body, funder, court, regulator, association."""

    kind = TermLink("organisation_kind", verbose_name=_("Kind"))
    parent = EntryLink("organisation", verbose_name=_("Part of"), null=True, blank=True)
    seat = EntryLink("place", verbose_name=_("Seat"), null=True, blank=True)

    class Meta:
        verbose_name = _("Organisation")


class Product(Named):
    """A thing sold."""

    vendor = EntryLink("vendor", verbose_name=_("Vendor"), null=True, blank=True)
    co_vendors = EntryLinks("vendor", verbose_name=_("Other vendors"))
    technologies = TermLinks("technology", verbose_name=_("Technologies"))

    class Meta:
        verbose_name = _("Product")


class ProductFunction(Row):
    """A function of a product, and how far it is known to exist."""

    class State(models.TextChoices):
        ADVERTISED = "advertised", _("advertised")
        PRESENT = "present", _("present")
        ACTIVATED = "activated", _("activated")
        DISPUTED = "disputed", _("disputed")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="functions")
    function = TermLink("function", verbose_name=_("Function"), null=False, blank=False)
    state = models.CharField(
        _("Known to be"), max_length=12, choices=State, default=State.ADVERTISED
    )

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.function} ({self.state})"

    def before_save(self) -> None:
        """Nothing is derived."""
