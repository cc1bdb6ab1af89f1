"""Tags and terms."""

from cases import models as m
from cases.forms.base import SHARED_FIELDS, RecordForm
from cases.forms.rows import DESCRIBED, form_field


class TagForm(RecordForm):
    """A tag."""

    ROWS = DESCRIBED

    class Meta:
        model = m.Tag
        fields = ("name", "name_en", "parent", "category", *SHARED_FIELDS)
        formfield_callback = form_field


class TermForm(RecordForm):
    """A term of a vocabulary."""

    ROWS = DESCRIBED

    class Meta:
        model = m.Term
        fields = ("scheme", "key", "name", "name_en", "parent", *SHARED_FIELDS)
        formfield_callback = form_field
