"""The public register."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class CasesConfig(AppConfig):
    """Public records, their sources and their history."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks; keep no hour at which a moderator logged in."""
        from . import checks  # noqa: F401

        user_logged_in.disconnect(dispatch_uid="update_last_login")
