"""Systems in use in places, who plays which role in them, and cameras seen."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .entry import Entry
from .fields import EntryLink, EntryLinks, PartialDateField, TermLink, TermLinks, TextListField
from .place import Place
from .record import RecordQuerySet, Titled
from .rows import Acquisition, Confidence, Row

MOST_CAMERAS = 100_000_000


class DeploymentQuerySet(RecordQuerySet):
    """Deployments by what they touch."""

    def with_links(self):
        """Also the roles and those who play them."""
        return super().with_links().prefetch_related("roles__entry")

    def inside(self, entry: Entry):
        """Deployments in this place or in what lies inside it."""
        return self.filter(places__in=Place.objects.inside(entry).values("pk")).distinct()

    def involving(self, entry: Entry):
        """Deployments in which this vendor, organisation or place plays a role."""
        return self.filter(pk__in=Role.objects.filter(entry=entry).values("deployment"))


class Deployment(Titled):
    """One surveillance system in one place, several, or none that is known."""

    class Status(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        EXPERIMENTAL = "experimental", _("on trial")
        ACTIVE = "active", _("in service")
        SUSPENDED = "suspended", _("suspended")
        ABANDONED = "abandoned", _("abandoned")
        UNKNOWN = "unknown", _("state unknown")

    places = EntryLinks("place", verbose_name=_("Places"), related_name="deployments_here")
    scope = TermLink("deployment_scope", verbose_name=_("Scope"))
    place_note = models.CharField(
        _("Precision on the place"),
        max_length=300,
        blank=True,
        help_text=_("Such as: schools not named."),
    )
    technologies = TermLinks("technology", verbose_name=_("Technologies"))
    functions = TermLinks("function", verbose_name=_("Functions"))
    products = EntryLinks("product", verbose_name=_("Products"))
    purposes = TextListField(verbose_name=_("Purposes"), help_text=_("One a line."))
    components = TextListField(verbose_name=_("Parts of the system"), help_text=_("One a line."))
    status = models.CharField(_("State"), max_length=14, choices=Status, default=Status.UNKNOWN)
    cameras_total = models.PositiveIntegerField(
        _("Cameras in all"), null=True, blank=True, validators=[MaxValueValidator(MOST_CAMERAS)]
    )
    cameras_analysed = models.PositiveIntegerField(
        _("Cameras analysed by software"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_CAMERAS)],
    )
    cameras_counted_on = PartialDateField(verbose_name=_("Cameras counted on"), blank=True)
    laws = EntryLinks("law", verbose_name=_("Legal texts"))
    parent = EntryLink("deployment", verbose_name=_("Part of"), null=True, blank=True)

    objects = DeploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Deployment")
        indexes = [models.Index(fields=["edited_on", "entry"], name="deployment_newest")]


class Role(Row):
    """The part that a vendor, an organisation or a place plays in a deployment."""

    class Kind(models.TextChoices):
        OPERATOR = "operator", _("operates")
        VENDOR = "vendor", _("supplies (role not specified)")
        PUBLISHER = "publisher", _("publishes the software")
        MANUFACTURER = "manufacturer", _("makes the equipment")
        INTEGRATOR = "integrator", _("integrates")
        RESELLER = "reseller", _("resells")
        HOLDER = "holder", _("holds the contract")
        SUBCONTRACTOR = "subcontractor", _("is a subcontractor")
        ADVISER = "adviser", _("advises")
        MAINTENANCE = "maintenance", _("maintains")
        PURCHASER = "purchaser", _("purchases for others")
        CANDIDATE = "candidate", _("is a candidate, not selected")

    SUPPLY = tuple(kind for kind in Kind.values if kind != "operator")

    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="roles")
    entry = EntryLink(
        "vendor", "organisation", "place", verbose_name=_("Who"), related_name="roles_played"
    )
    role = models.CharField(_("Role"), max_length=14, choices=Kind, default=Kind.VENDOR)
    confidence = models.CharField(
        _("Confidence"), max_length=10, choices=Confidence, default=Confidence.STATED
    )
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta(Row.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.entry} {self.role}"

    def before_save(self) -> None:
        """Nothing is derived."""


class Camera(Titled):
    """One device seen in public space. Never a private home."""

    deployment = EntryLink("deployment", verbose_name=_("Deployment"), null=True, blank=True)
    place = EntryLink("place", verbose_name=_("Place"), related_name="cameras_here")
    location = models.CharField(
        _("Where, in words"),
        max_length=300,
        blank=True,
        help_text=_("Such as: corner of rue de la Paix."),
    )
    latitude = models.FloatField(
        _("Latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("Longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    direction = models.PositiveSmallIntegerField(
        _("Direction in degrees"), null=True, blank=True, validators=[MaxValueValidator(359)],
        help_text=_("0 is north, 90 is east."),
    )  # fmt: skip
    mount = TermLink("camera_mount", verbose_name=_("Mounted on"))
    kind = TermLink("camera_kind", verbose_name=_("Kind"))
    observed_on = PartialDateField(verbose_name=_("Seen on"), blank=True)
    basis = models.CharField(_("How it is known"), max_length=10, choices=Acquisition, blank=True)
    osm_id = models.CharField(_("OpenStreetMap number"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("Camera")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="camera_point_is_whole_or_absent",
            )
        ]
