"""Contests before courts and regulators, and the texts they turn on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .entry import Entry
from .fields import EntryLink, EntryLinks, PartialDateField, TermLink, TextListField
from .record import RecordQuerySet, Titled
from .rows import Confidence, Row


class LegalQuerySet(RecordQuerySet):
    """Contests by who takes part."""

    def with_links(self):
        """Also the parties."""
        return super().with_links().prefetch_related("parties__entry")

    def involving(self, entry: Entry):
        """Contests to which this vendor, organisation or place is a party, or which it judges."""
        parties = Party.objects.filter(entry=entry).values("challenge")
        return self.filter(models.Q(pk__in=parties) | models.Q(forum=entry))


class LegalChallenge(Titled):
    """A contest before a court or regulator, or a demand that seized none."""

    kind = TermLink("legal_kind", verbose_name=_("Kind"))
    forum = EntryLink("organisation", verbose_name=_("Court or authority"), null=True, blank=True)
    procedure = models.CharField(_("Procedure"), max_length=200, blank=True)
    docket = models.CharField(_("Case number"), max_length=60, blank=True)
    ecli = models.CharField(_("ECLI"), max_length=60, blank=True)
    acts = TextListField(verbose_name=_("Acts attacked"), help_text=_("One a line."))
    deployments = EntryLinks("deployment", verbose_name=_("Deployments"), related_name="challenges")
    places = EntryLinks("place", verbose_name=_("Places"))
    laws = EntryLinks("law", verbose_name=_("Legal texts"))
    stage = TermLink("legal_stage", verbose_name=_("Stage"))
    outcome = TermLink("legal_outcome", verbose_name=_("Outcome"))

    objects = LegalQuerySet.as_manager()

    class Meta:
        verbose_name = _("Legal challenge")
        indexes = [models.Index(fields=["edited_on", "entry"], name="legal_newest")]


class Party(Row):
    """One side of a contest, with the confidence of that claim."""

    class Side(models.TextChoices):
        CLAIMANT = "claimant", _("claimant")
        INTERVENER = "intervener", _("intervener")
        DEFENDANT = "defendant", _("defendant")

    challenge = models.ForeignKey(LegalChallenge, on_delete=models.CASCADE, related_name="parties")
    entry = EntryLink(
        "organisation", "vendor", "place", verbose_name=_("Who"), related_name="sides_taken"
    )
    side = models.CharField(_("Side"), max_length=10, choices=Side, default=Side.CLAIMANT)
    confidence = models.CharField(
        _("Confidence"), max_length=10, choices=Confidence, default=Confidence.STATED
    )

    class Meta(Row.Meta):
        verbose_name = _("Party")

    def __str__(self) -> str:
        return f"{self.entry} ({self.side})"

    def before_save(self) -> None:
        """Nothing is derived."""


class Proceeding(Row):
    """One instance of a contest: an interim order, a judgment, an appeal."""

    class Ground(models.TextChoices):
        MERITS = "merits", _("on the merits")
        PROCEDURE = "procedure", _("on procedure")

    challenge = models.ForeignKey(
        LegalChallenge, on_delete=models.CASCADE, related_name="proceedings"
    )
    forum = EntryLink("organisation", verbose_name=_("Court or authority"), null=True, blank=True)
    stage = TermLink("legal_stage", verbose_name=_("Stage"))
    docket = models.CharField(_("Case number"), max_length=60, blank=True)
    hearing = PartialDateField(verbose_name=_("Hearing"), blank=True)
    decision = PartialDateField(verbose_name=_("Decision"), blank=True)
    outcome = TermLink("legal_outcome", verbose_name=_("Outcome"))
    ground = models.CharField(_("Ground"), max_length=10, choices=Ground, blank=True)
    appealed_by = EntryLink(
        "organisation", "vendor", "place", verbose_name=_("Appealed by"), null=True, blank=True
    )

    class Meta(Row.Meta):
        verbose_name = _("Proceeding")

    def __str__(self) -> str:
        return f"{self.stage or ''} {self.decision}"

    def before_save(self) -> None:
        """Nothing is derived."""


class Law(Titled):
    """A text that permits, limits or obliges."""

    kind = TermLink("law_kind", verbose_name=_("Kind"))
    jurisdiction = EntryLink("place", verbose_name=_("Jurisdiction"), null=True, blank=True)
    status = TermLink("law_status", verbose_name=_("State"))
    institutions = EntryLinks("organisation", verbose_name=_("Institutions"))
    articles = TextListField(verbose_name=_("Articles"), help_text=_("One a line."))
    url = models.URLField(_("Official text"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("Law")
