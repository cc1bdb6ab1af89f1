"""The public register."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Public records, their sources and their history."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks that prove the registry of kinds complete."""
        from . import checks  # noqa: F401
