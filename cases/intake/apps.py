"""The queue of contributions, an app of its own so that nothing public can reach it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Contributions that wait for a decision, and the dialogue about them."""

    name = "cases.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
