import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0006_given_passwords"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(help_text="Version of the submission that it was."),
                ),
                ("day", models.DateField(help_text="Of the correction that replaced it.")),
                ("basis", models.CharField(blank=True, max_length=10)),
                ("basis_note", models.TextField(blank=True)),
                (
                    "changes",
                    models.JSONField(help_text="[{kind, target, title, data, base}], in order."),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former",
                        to="intake.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "number"), name="former_version_once"
                    )
                ],
            },
        ),
    ]
