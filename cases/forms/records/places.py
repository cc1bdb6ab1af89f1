"""Places."""

from django.utils.translation import gettext_lazy as _

from cases import models as m
from cases.forms.base import SHARED_FIELDS, RecordForm
from cases.forms.rows import form_field


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

    def clean(self):
        """A place cannot lie in itself, nor in a place that lies in it."""
        cleaned = super().clean()
        parent, own = cleaned.get("parent"), self.instance.pk
        if parent and parent.pk and own and own in (parent.pk, *parent.place.ancestor_ids()):
            self.add_error("parent", _("That place lies in this one."))
        return cleaned
