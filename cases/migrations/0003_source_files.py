import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_decision_in_english"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "name",
                    models.CharField(
                        db_index=True,
                        help_text="Digest and extension, as stored.",
                        max_length=80,
                        verbose_name="File",
                    ),
                ),
                (
                    "caption",
                    models.CharField(
                        blank=True,
                        help_text="What it shows, where and when.",
                        max_length=300,
                        verbose_name="Caption",
                    ),
                ),
                (
                    "masked",
                    models.BooleanField(default=False, verbose_name="Squares were blacked out"),
                ),
                (
                    "pages",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="Pages",
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(default=0, editable=False, help_text="Bytes."),
                ),
                (
                    "width",
                    models.PositiveIntegerField(
                        default=0, editable=False, help_text="Pixels; 0: a PDF."
                    ),
                ),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="cases.source",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
    ]
