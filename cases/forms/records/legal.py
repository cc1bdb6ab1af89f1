"""Contests and legal texts."""

from django.utils.translation import gettext_lazy as _

from cases import models as m
from cases.forms.base import SHARED_FIELDS, RecordForm
from cases.forms.doubt import FACTUAL
from cases.forms.rows import RowForm, Rows, form_field


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


class LegalForm(RecordForm):
    """A contest before a court or regulator."""

    ROWS = (
        Rows("parties", "party", PartyForm, "challenge", _("Parties")),
        Rows("proceedings", "proceeding", ProceedingForm, "challenge", _("Proceedings")),
        *FACTUAL,
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
