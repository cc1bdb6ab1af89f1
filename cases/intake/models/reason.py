"""The list of reasons and ready-made replies that moderators choose from and edit."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.models import Ground


class Reason(models.Model):
    """One reason: its name for moderators, and the text that the public reads, in two languages."""

    class Use(models.TextChoices):
        REFUSE = "refuse", _("Refuse")
        DUPLICATE = "duplicate", _("Already in the register")
        SPAM = "spam", _("Junk")
        ASK = "ask", _("Ask")
        ACCEPT = "accept", _("Publish")

    use = models.CharField(_("Used to"), max_length=10, choices=Use)
    label_fr = models.CharField(_("Name in French"), max_length=100)
    label_en = models.CharField(_("Name in English"), max_length=100)
    text_fr = models.TextField(_("Public text in French"))
    text_en = models.TextField(_("Public text in English"))
    ground = models.CharField(
        _("Class of the reason"), max_length=10, choices=Ground, blank=True,
        help_text=_("What the public log counts it as."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("Place in the list"), default=100)
    is_active = models.BooleanField(_("Offered"), default=True)

    class Meta:
        ordering = ["use", "position", "id"]

    def __str__(self) -> str:
        return self.label_en if get_language() == "en" else self.label_fr

    def text(self, language: str) -> str:
        """The public text in the language of whoever reads it; French where there is none."""
        return (self.text_en if language == "en" else self.text_fr) or self.text_fr
