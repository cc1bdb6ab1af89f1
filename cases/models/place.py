"""Towns and other territories."""

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Substr
from django.utils.translation import gettext_lazy as _

from .entry import Entry
from .fields import EntryLink, EntryLinks
from .record import Named, RecordQuerySet


class PlaceQuerySet(RecordQuerySet):
    """Places by territory."""

    def with_links(self):
        """Also how many deployments name the place itself."""
        return super().with_links().counted()

    def counted(self):
        """With `deployments`: how many name the place itself."""
        through = Entry.deployments_here.rel.through.objects.filter(entry=OuterRef("pk"))
        counted = through.order_by().values("entry").annotate(n=Count("pk")).values("n")
        return self.annotate(deployments=Coalesce(Subquery(counted), 0))

    def inside(self, entry: Entry | int):
        """The place itself (or its number), what lies inside it, and the members of a grouping."""
        pk = entry.pk if isinstance(entry, Entry) else entry
        return self.filter(Q(entry=pk) | Q(path__contains=f"/{pk}/") | Q(grouping=pk))


class Place(Named):
    """A territory: a commune, a grouping, a department, a region, a country, or another."""

    class Kind(models.TextChoices):
        COMMUNE = "commune", _("town")
        EPCI = "epci", _("grouping of towns")
        DEPARTMENT = "department", _("department")
        REGION = "region", _("region")
        COUNTRY = "country", _("country")
        SUPRANATIONAL = "supranational", _("supranational")
        TERRITORY = "territory", _("other territory")

    class Point(models.TextChoices):
        """What the coordinates are; only a real point is ever drawn as a dot."""

        PLACE = "place", _("a point of the place")
        APPROXIMATE = "approximate", _("approximate")
        NONE = "none", _("unknown")

    # Columns that the reference edition owns; contributions leave them alone.
    REFERENCE_FIELDS = (
        "name", "kind", "insee", "postcodes", "siren", "country", "parent", "grouping",
        "population", "latitude", "longitude", "point",
    )  # fmt: skip

    kind = models.CharField(_("Kind"), max_length=15, choices=Kind, default=Kind.COMMUNE)
    insee = models.CharField(
        _("INSEE code"), max_length=9, blank=True, help_text=_("Text: 06088 keeps its zero.")
    )
    postcodes = models.CharField(_("Postcodes"), max_length=300, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    country = models.CharField(
        _("Country"), max_length=2, blank=True, help_text=_("Two letters, such as FR.")
    )
    parent = EntryLink("place", verbose_name=_("Lies in"), null=True, blank=True)
    grouping = EntryLink("place", verbose_name=_("Grouping"), null=True, blank=True)
    spans = EntryLinks("place", verbose_name=_("Overlaps"))
    population = models.PositiveBigIntegerField(_("Population"), null=True, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    point = models.CharField(
        _("What the point is"), max_length=12, choices=Point, default=Point.NONE
    )
    path = models.CharField(max_length=120, default="/", editable=False, db_index=True)
    edition = models.CharField(max_length=40, blank=True, editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Place")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "insee"], condition=~Q(insee=""), name="insee_code_once_per_kind"
            )
        ]

    @property
    def is_reference(self) -> bool:
        """True for a place of the reference edition."""
        return bool(self.edition)

    def codes(self) -> list[str]:
        """The INSEE code and the SIREN."""
        return [code for code in (self.insee, self.siren) if code]

    def before_save(self) -> None:
        """Keep the chain of parents, outermost first: `/france/84/38/` as entry numbers."""
        parent = Place.objects.filter(pk=self.parent_id).first() if self.parent_id else None
        before, self.path = self.path, f"{parent.path}{parent.pk}/" if parent else "/"
        if self.pk and before != self.path:
            self._move_what_lies_inside(before)

    def _move_what_lies_inside(self, before: str) -> None:
        """Give the places inside the new beginning of their chain."""
        old, new = f"{before}{self.pk}/", f"{self.path}{self.pk}/"
        Place.objects.filter(path__startswith=old).update(
            path=Concat(Value(new), Substr("path", len(old) + 1))
        )

    def ancestor_ids(self) -> list[int]:
        """Entry numbers of the chain of parents, outermost first."""
        return [int(part) for part in self.path.split("/") if part]


class LocalPoint(models.Model):
    """A point that is not the edition's: a file of the operator, or an older edition, gave it.

    Written by the loading of the reference, so that a point changed by hand can be told apart.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.latitude} {self.longitude}"
