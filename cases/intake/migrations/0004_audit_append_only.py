"""The audit log can only grow: the database holds that, not only the program."""

from django.db import migrations

from cases.intake import append_only


def install(apps, schema_editor):
    """Add the triggers."""
    append_only.install(schema_editor)


def remove(apps, schema_editor):
    """Take them away."""
    append_only.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_first_reasons")]

    operations = [migrations.RunPython(install, remove)]
