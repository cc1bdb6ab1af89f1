"""Titles made from the facts."""

from django.utils.translation import gettext_lazy as _

from cases.forms.base import RecordForm


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
