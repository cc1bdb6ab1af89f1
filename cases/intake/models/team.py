"""Who may decide. Contributors have no account."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Member(models.Model):
    """The role of one account; an account without one has no right at all."""

    class Role(models.TextChoices):
        MODERATOR = "moderator", _("moderator")
        EDITOR = "editor", _("editor")
        ADMINISTRATOR = "administrator", _("administrator")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member", primary_key=True
    )
    role = models.CharField(_("Role"), max_length=20, choices=Role, default=Role.MODERATOR)
    territories = models.CharField(
        _("Departments"), max_length=300, blank=True,
        help_text=_("Codes, such as 38 69. Empty: all of them."),
    )  # fmt: skip
    password_given = models.BooleanField(
        default=False, help_text="True while the password is one that somebody else has seen."
    )

    def __str__(self) -> str:
        return f"{self.user} {self.role}"

    @property
    def departments(self) -> list[str]:
        """Codes of the departments this person decides for; empty means all."""
        return self.territories.split()


class Login(models.Model):
    """One open session of an account, so that it can be listed and closed. No address, no hour."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="logins"
    )
    session_key = models.CharField(max_length=40, unique=True)
    day = models.DateField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"
