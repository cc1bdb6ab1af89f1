"""Deployments and cameras."""

from django.utils.translation import gettext_lazy as _

from cases import models as m
from cases.forms.base import SHARED_FIELDS
from cases.forms.doubt import FACTUAL
from cases.forms.rows import RowForm, Rows, form_field

from .titles import TitleMadeUp


class RoleForm(RowForm):
    """Who plays which role in a deployment."""

    class Meta:
        model = m.Role
        fields = ("key", "entry", "role", "confidence", "note")
        formfield_callback = form_field


class DeploymentForm(TitleMadeUp):
    """A deployment: places and technologies name it."""

    ROWS = (
        Rows("roles", "role", RoleForm, "deployment", _("Who does what")),
        *FACTUAL,
    )

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
