"""The public register."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    """Public records, their sources and their history."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks and the search index; keep no hour at which a moderator logs in."""
        from . import checks  # noqa: F401
        from .search import install

        post_migrate.connect(install.after_migrate, sender=self)

        user_logged_in.disconnect(dispatch_uid="update_last_login")
